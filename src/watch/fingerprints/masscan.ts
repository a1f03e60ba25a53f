import { known } from '../record.ts';
import type { SourceSummary } from '../source-summary.ts';
import { coincidence, provenBelow } from './chance.ts';
import { capital, differentValues, isV6Address, share, signsSeen, synsTried } from './evidence.ts';
import { payloadCandidate } from './payload-evidence.ts';
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

const behindNat: ToolRule = {
  name: 'masscan-behind-nat',
  tool: 'masscan',
  era: 'all',
  needs: relationNeeds | known.flags,
  chance: '2^-16 a packet after the first',
  level: 'proven',
  sources: [templates],
  judge(summary) {
    const { shared } = summary;
    if (shared === null || shared.tool !== 'masscan' || shared.sources < 2) return null;
    const chance = coincidence(shared.matches - 1, Math.max(0, shared.tried - 1), perPacket);
    if (chance > 1e-3) return null;
    const era = eraOf(summary);
    const because = [
      `id ^ port ^ sequence is one constant at the target, in ${shared.matches} packets of ${shared.sources} sources: masscan aimed at the address before a translation.`,
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

const payload: ToolRule = {
  name: 'masscan-payload',
  tool: 'masscan',
  era: 'all with UDP payloads',
  needs: known.payload,
  chance: 'none stated',
  level: 'likely',
  sources: ['https://github.com/robertdavidgraham/masscan/blob/master/src/templ-payloads.c'],
  judge: (summary) => payloadCandidate(summary, 'masscan'),
};

const echo: ToolRule = {
  name: 'masscan-echo',
  tool: 'masscan',
  era: '1.x',
  needs: known.echo | known.payload,
  chance: 'none stated',
  level: 'likely',
  sources: [templates],
  judge(summary) {
    const fitting = summary.samples.filter(
      ({ icmp, payloadLength, payload }) =>
        icmp?.type === 8 && payloadLength === 48 && payload?.startsWith('08090a0b0c0d0e0f1011') === true,
    );
    const echoes = differentValues(fitting.map(({ echo }) => (echo === null ? null : echo.id)));
    if (fitting.length < 2 || echoes.length < 2) return null;
    return {
      version: null,
      level: 'likely',
      chance: null,
      packets: fitting.length,
      because: [
        `Echo requests of 48 bytes that count from 8 without a time before them, in ${share(fitting.length, summary.samples.length)} kept; each has an identifier of its own.`,
      ],
    };
  },
};

export const masscanRules: readonly ToolRule[] = [relation, behindNat, form, payload, echo];
