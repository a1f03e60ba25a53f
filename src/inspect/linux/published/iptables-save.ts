import { isPort } from '../../../core/port.ts';
import type { Span } from '../../../core/range.ts';
import { transports } from '../../../core/transport.ts';
import {
  anyPacket,
  both,
  type NatAction,
  type NatMatch,
  type NatRule,
  type NatTable,
  otherPorts,
} from './nat-rule.ts';

/** What `iptables-save -t nat` or `ip6tables-save -t nat` tells. iptables-save(8), iptables-extensions(8) */
export interface SavedTables {
  readonly tables: readonly NatTable[];
  /** Lines of the nat table that could not be read. */
  readonly unreadable: number;
}

export function parseIptablesSave(text: string, family: 4 | 6): SavedTables {
  const chains = new Map<string, NatRule[]>();
  let inNat = false;
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) inNat = line === '*nat';
    else if (inNat && line.startsWith(':')) chains.set(line.slice(1).split(' ', 1)[0] ?? '', []);
    else if (inNat && line.startsWith('-A ')) unreadable += addRule(chains, line) ? 0 : 1;
    else if (inNat && line !== 'COMMIT' && line !== '' && !line.startsWith('#')) unreadable++;
  }
  const table: NatTable = { family, by: 'iptables', chains, entries: ['PREROUTING'] };
  return { tables: chains.has('PREROUTING') ? [table] : [], unreadable };
}

function addRule(chains: Map<string, NatRule[]>, line: string): boolean {
  const words = wordsOf(line);
  const rules = chains.get(words[1] ?? '');
  if (rules === undefined) return false;
  const options = optionsOf(words.slice(2));
  const match = matchOf(options);
  const action = actionOf(options, chains);
  if (match !== null && action !== null) rules.push({ match, action });
  return true;
}

/** Words by blanks, `"…"` kept together with `\"` inside, as iptables-save quotes comments. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '',
  );
}

interface Option {
  readonly name: string;
  readonly value: string;
  readonly negated: boolean;
}

/** Options whose value is free text, which may look like an option. */
const free = new Set(['--comment', '--log-prefix', '--nflog-prefix']);

function optionsOf(words: readonly string[]): readonly Option[] {
  const options: Option[] = [];
  for (let at = 0; at < words.length; at++) {
    const name = words[at] ?? '';
    if (!name.startsWith('-')) continue;
    options.push({ name, value: words[at + 1] ?? '', negated: words[at - 1] === '!' });
    if (free.has(name)) at++;
  }
  return options;
}

function matchOf(options: readonly Option[]): NatMatch | null {
  let match: NatMatch | null = anyPacket;
  for (const option of options) {
    const part = partOf(option);
    match = match === null || part === null ? null : both(match, part);
  }
  return match;
}

/** What one option asks of a packet; null where no packet with a port can meet it. */
function partOf({ name, value, negated }: Option): NatMatch | null {
  const worded = (text: string): NatMatch => ({
    ...anyPacket,
    conditions: [`${negated ? 'not ' : ''}${text} ${value}`],
  });
  switch (name) {
    case '-p':
      return transportPart(value, negated);
    case '--dport':
    case '--dports':
      return portsPart(value, negated);
    case '-d':
      return negated ? worded('to') : { ...anyPacket, addresses: [withoutFullMask(value)] };
    case '--dst-range':
      return negated ? worded('to') : { ...anyPacket, addresses: [value] };
    case '-s':
    case '--src-range':
      return worded('from');
    case '-i':
      return worded('arriving on');
    case '--match-set':
      return worded('in the set');
    case '--mac-source':
      return worded('from');
    case '--sport':
    case '--sports':
      return worded('from port');
    default:
      return anyPacket;
  }
}

function transportPart(value: string, negated: boolean): NatMatch | null {
  if (value === 'all') return anyPacket;
  const named = transports.filter((one) => (one === value) !== negated);
  return named.length === 0 ? null : { ...anyPacket, transports: named };
}

const withoutFullMask = (address: string): string => address.replace(/\/(?:32|128)$/, '');

/** `80`, `5000:5010`, `25,465,587:590`. */
function portsPart(value: string, negated: boolean): NatMatch | null {
  const spans = value
    .split(',')
    .map((part) => spanOf(part, ':'))
    .filter((span) => span !== null);
  const ports = negated ? otherPorts(spans) : spans;
  return ports.length === 0 ? null : { ...anyPacket, ports };
}

function spanOf(text: string, dash: ':' | '-'): Span | null {
  const [first = '', last = first] = text.split(dash);
  const span = { from: first === '' ? 1 : Number(first), to: last === '' ? 65_535 : Number(last) };
  return text !== '' && isPort(span.from) && isPort(span.to) && span.from <= span.to ? span : null;
}

function actionOf(options: readonly Option[], chains: ReadonlyMap<string, unknown>): NatAction | null {
  const valueOf = (...names: readonly string[]): string | undefined =>
    options.find(({ name }) => names.includes(name))?.value;
  const target = valueOf('-j', '-g') ?? '';
  if (target === 'DNAT') return destination(valueOf('--to-destination') ?? '');
  if (target === 'REDIRECT')
    return { kind: 'to', address: null, ports: spanOf(valueOf('--to-ports') ?? '', '-') };
  if (target === 'NETMAP') return { kind: 'to', address: valueOf('--to') ?? null, ports: null };
  if (target === 'RETURN' || target === 'ACCEPT' || target === 'DROP') return { kind: 'end' };
  return chains.has(target) ? { kind: 'chain', name: target } : null;
}

/** `10.0.0.1:80`, `10.0.0.1:6000-6010/5000`, `10.0.0.1-10.0.0.9`, `[fd00::5]:443`, `fd00::5`, `:8080`. */
function destination(text: string): NatAction {
  const six = /^\[([^\]]*)\](?::([\d-]+))?/.exec(text);
  const [, address = '', ports = ''] = six ?? /^([\d.-]*)(?::([\d-]+))?/.exec(text) ?? [];
  const plain = six === null && text.split(':').length > 2 ? text : address;
  return {
    kind: 'to',
    address: plain === '' ? null : plain,
    ports: plain === text ? null : spanOf(ports, '-'),
  };
}
