import { known } from '../record.ts';
import type { SourceSummary } from '../source-summary.ts';
import { coincidence, provenBelow } from './chance.ts';
import { capital, isV6Address, share, signsSeen, synsTried } from './evidence.ts';
import type { ToolRule } from './rule.ts';

const relationNeeds = known.ports | known.ipId | known.sequence;

/** id = low half of (destination ^ port ^ sequence); only IPv4 has an id in its header. */
export const signMasscanRelation = (
  has: number,
  destination: number,
  ports: number,
  sequence: number,
  ip: number,
): boolean =>
  ((destination ^ ports ^ sequence ^ (ip >>> 16)) & 0xffff) === 0 && (has & relationNeeds) === relationNeeds;

const perPacket = 2 ** -16;
const templates = 'https://github.com/robertdavidgraham/masscan/blob/master/src/templ-pkt.c';

/** Windows of its eras, with what else the header shows. */
const eras = [
  { seen: 'masscanWindow1024', version: '2014-01 to 2023-11', text: 'window 1024 and no options' },
  { seen: 'masscanWindow1025', version: '2023-11 or newer', text: 'window 1025 and an MSS of 1460' },
  { seen: 'masscanWindow0', version: 'until 2014-01', text: 'window 0 and no options' },
] as const;

const eraOf = (summary: SourceSummary): { version: string; text: string; packets: number } | null => {
  const [best] = eras
    .map(({ seen, version, text }) => ({ version, text, packets: signsSeen(summary, seen) }))
    .toSorted((one, other) => other.packets - one.packets);
  return best === undefined || best.packets === 0 ? null : best;
};

const relation: ToolRule = {
  name: 'masscan-relation',
  tool: 'masscan',
  era: 'all, the three eras told apart by window and options',
  needs: relationNeeds | known.flags,
  chance: '2^-16 a packet',
  level: 'proven',
  sources: [templates],
  judge(summary) {
    const matches = signsSeen(summary, 'masscanRelation');
    if (matches === 0) return null;
    const tried = synsTried(summary);
    // Retries carry the same numbers: they are no further coincidence.
    const independent = Math.min(matches, Math.max(1, summary.pairs.count));
    const chance = coincidence(
      independent,
      Math.max(independent, tried - (matches - independent)),
      perPacket,
    );
    if (chance > 1e-3) return null;
    const era = eraOf(summary);
    const fits = era !== null && era.packets >= matches / 2;
    const because = [`id = destination ^ port ^ sequence (low halves) in ${share(matches, tried)}.`];
    if (fits) because.push(`${capital(era.text)} in ${share(era.packets, tried)}.`);
    if (matches < tried * 0.9)
      because.push('The other packets came by another way: several senders behind one address.');
    const level = chance <= provenBelow ? 'proven' : fits ? 'likely' : 'possible';
    return { version: fits ? era.version : null, level, chance, packets: matches, because };
  },
};

/**
 * How often one value of `id ^ port ^ sequence` comes again at a target, among kept SYNs of different sequences. masscan
 * sets DF in no era. Linux always does, and its older kernels (seen in a capture of 2020) make `id ^ sequence` of their
 * clock's ticks, so that connections within one tick have one constant too.
 */
function repeats({ samples }: SourceSummary): { readonly again: number; readonly tried: number } {
  const counts = new Map<string, Set<number>>();
  const sequences = new Set<string>();
  for (const { flags, ipId, destination, destinationPort, sequence, dontFragment } of samples) {
    if (dontFragment === true) continue;
    if (flags !== 'S' || ipId === null || sequence === null || destinationPort === null) continue;
    sequences.add(`${destination} ${sequence}`);
    const key = `${destination} ${(ipId ^ destinationPort ^ sequence) & 0xffff}`;
    // Where the address is the one that was aimed at, the relation itself says it.
    if (((ipId ^ destinationPort ^ sequence) & 0xffff) === lowHalf(destination)) continue;
    counts.set(key, (counts.get(key) ?? new Set()).add(sequence));
  }
  const most = Math.max(0, ...[...counts.values()].map(({ size }) => size));
  return { again: Math.max(0, most - 1), tried: Math.max(0, sequences.size - 1) };
}

const lowHalf = (address: string): number =>
  address
    .split('.')
    .slice(2)
    .reduce((sum, octet) => sum * 256 + Number(octet), 0);

const behindNat: ToolRule = {
  name: 'masscan-behind-nat',
  tool: 'masscan',
  era: 'all',
  needs: relationNeeds | known.flags,
  chance: '2^-16 a packet after the first',
  level: 'proven',
  sources: [templates],
  judge(summary) {
    if (summary.protocol !== 'tcp') return null;
    const alone = repeats(summary);
    const direct = signsSeen(summary, 'masscanRelation') * 2 > synsTried(summary);
    const together =
      !direct && summary.shared?.tool === 'masscan' && summary.shared.sources > 1 ? summary.shared : null;
    const chance = Math.min(
      coincidence(alone.again, alone.tried, perPacket),
      together === null ? 1 : coincidence(together.matches - 1, together.tried - 1, perPacket),
    );
    if (chance > 1e-3) return null;
    const era = eraOf(summary);
    const who =
      together === null
        ? `${alone.again + 1} kept packets`
        : `${together.matches} packets of ${together.sources} sources`;
    const because = [
      `id ^ port ^ sequence is one constant at its target in ${who}: masscan, aimed at the address that a translation took away.`,
    ];
    if (era !== null) because.push(`${capital(era.text)} in ${share(era.packets, synsTried(summary))}.`);
    const level = chance <= provenBelow ? 'proven' : era === null ? 'possible' : 'likely';
    return { version: era?.version ?? null, level, chance, packets: synsTried(summary), because };
  },
};

const form: ToolRule = {
  name: 'masscan-form',
  tool: 'masscan',
  era: 'from 2014-01, by window and options alone',
  needs: known.window | known.flags,
  chance: 'none stated',
  level: 'possible',
  sources: [templates, 'https://github.com/robertdavidgraham/masscan/commit/4f89257'],
  judge(summary) {
    const era = eraOf(summary);
    // Window 0 is too common in hand-made packets; and where the relation can be asked, that decides.
    if (era === null || era.version === 'until 2014-01') return null;
    const asked = (summary.fieldsAll & relationNeeds) === relationNeeds && summary.protocol === 'tcp';
    if (asked && !isV6Address(summary.address)) return null;
    const tried = synsTried(summary);
    if (era.packets < tried / 2) return null;
    const because = [`${capital(era.text)} without DF in ${share(era.packets, tried)}.`];
    if (era.version === '2014-01 to 2023-11')
      because.push('Other raw senders write such headers as well; the sequence numbers would tell.');
    return { version: era.version, level: 'possible', chance: null, packets: era.packets, because };
  },
};

export const masscanRules: readonly ToolRule[] = [relation, behindNat, form];
