import {
  addX,
  compute,
  jump,
  jumpIf,
  label,
  load,
  loadAtX,
  loadBeside,
  loadCell,
  moveFromX,
  moveToX,
  setX,
  setXToHeaderLength,
  type Step,
  store,
  subtractX,
} from '../../sys/cbpf/instruction.ts';
import { etherType, packetKind } from '../../sys/packet-ring/index.ts';

/** Cells of the filter's memory. Where a part ends X is at the transport header. */
export const cell = {
  protocol: 0,
  /** Of the transport header and all behind it, as the IP header has it. */
  length: 1,
  transport: 2,
  end: 3,
} as const;

/** The IP header stands at the packet's start, or behind the inner one of two VLAN tags, which the kernel leaves in. */
type Base = 0 | 4;

const extension = { hopByHop: 0, routing: 43, fragment: 44, destination: 60 } as const;
/** A filter has no loops. More extension headers than this are for user space to look at. */
const mostExtensions = 4;
const moreFragments = 0x2000;
const fragmentOffset = 0x1fff;
const fixedHeader = 40;

/**
 * What still has a tag: of an arriving packet it stands before the IP header; a packet that is sent begins with its IP
 * header all the same, unless somebody made the whole frame by hand.
 */
export const taggedSteps = (): Step[] => [
  label('tagged'),
  loadBeside('kind'),
  jumpIf('==', packetKind.outgoing, null, 'behind the tag'),
  load(1, 0),
  compute('shiftRight', 4),
  jumpIf('==', 4, 'ipv4 at 0'),
  jumpIf('==', 6, 'ipv6 at 0'),
  label('behind the tag'),
  load(2, 2),
  jumpIf('==', etherType.ipv4, 'ipv4 at 4'),
  jumpIf('==', etherType.ipv6, 'ipv6 at 4', 'drop'),
];

export const ipv4Steps = (base: Base): Step[] => [
  label(`ipv4 at ${base}`),
  load(2, base + 6),
  jumpIf('has bit of', fragmentOffset, 'drop'),
  jumpIf('has bit of', moreFragments, 'take'),
  load(1, base + 9),
  store(cell.protocol),
  load(2, base + 2),
  compute('add', base),
  store(cell.end),
  setXToHeaderLength(base),
  moveFromX(),
  compute('add', base),
  moveToX(),
  ...lengthSteps(),
];

const lengthSteps = (): Step[] => [loadCell(cell.end), subtractX(), store(cell.length), jump('transport')];

export const ipv6Steps = (base: Base): Step[] => [
  label(`ipv6 at ${base}`),
  load(2, base + 4),
  compute('add', base + fixedHeader),
  store(cell.end),
  load(1, base + 6),
  store(cell.protocol),
  setX(base + fixedHeader),
  ...Array.from({ length: mostExtensions }, (_, index) => extensionSteps(`${base}.${index}`)).flat(),
  ...[extension.hopByHop, extension.routing, extension.destination, extension.fragment].map((value) =>
    jumpIf('==', value, 'take'),
  ),
  label(`no more extensions ${base}`),
  ...lengthSteps(),
];

/** Goes past one extension header, if there is one; A holds the next header's number before and after. */
const extensionSteps = (name: string): Step[] => [
  jumpIf('==', extension.fragment, `fragment ${name}`),
  jumpIf('==', extension.hopByHop, `extension ${name}`),
  jumpIf('==', extension.routing, `extension ${name}`),
  jumpIf('==', extension.destination, `extension ${name}`, `no more extensions ${name.slice(0, 1)}`),
  label(`extension ${name}`),
  loadAtX(1, 0),
  store(cell.protocol),
  loadAtX(1, 1),
  compute('add', 1),
  compute('shiftLeft', 3),
  jump(`past ${name}`),
  label(`fragment ${name}`),
  loadAtX(2, 2),
  jumpIf('has bit of', 0xfff8, 'drop'),
  jumpIf('has bit of', 1, 'take'),
  loadAtX(1, 0),
  store(cell.protocol),
  compute('and', 0),
  compute('add', 8),
  label(`past ${name}`),
  addX(),
  moveToX(),
  loadCell(cell.protocol),
];
