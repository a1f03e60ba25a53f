import { readFileSync } from 'node:fs';
import type { Publication } from '../../listener.ts';
import { askProgram, type AskProgram, type ProgramAnswer } from '../program.ts';
import { parseIptablesSave } from './iptables-save.ts';
import { distinctPublications } from './merge.ts';
import { hasNatChains } from './nat-chains.ts';
import { type NftRuleset, parseNft } from './nft-json.ts';
import { publicationsOfTable } from './walk.ts';
import type { NatTable } from './nat-rule.ts';

export interface NatAnswer {
  readonly publications: readonly Publication[];
  /** False where rules may exist that could not be read; `notes` says why. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}

export interface NatOptions {
  readonly ask?: AskProgram;
  readonly procRoot?: string;
  /** Whether to try at all; unless told, root or CAP_NET_ADMIN. */
  readonly permitted?: boolean;
  /** Whether nf_tables has nat chains at all (null = not known); unless told, the kernel's word, where `ask` is real too. */
  readonly hasChains?: () => boolean | null;
}

const limits = { timeoutMs: 2500, maxBytes: 64 * 1024 * 1024 };
const unread: NatAnswer = { publications: [], complete: false, notes: [] };

/**
 * Ports that this network namespace's destination NAT hands on, from `nft -j` and iptables-save. Reads only: names of
 * legacy tables come from /proc first, for iptables-legacy would load its modules. Starts programs (4-20 ms), so ask
 * only when it matters. Never throws.
 */
export async function natPublications(options: NatOptions = {}): Promise<NatAnswer> {
  const { ask = askProgram, procRoot = '/proc', permitted = mayReadNat(procRoot) } = options;
  if (!permitted) return { ...unread, notes: ['NAT rules were not read: that needs root or CAP_NET_ADMIN.'] };
  const { hasChains = options.ask === undefined ? hasNatChains : () => null } = options;
  const [modern, legacy] = await Promise.all([
    hasChains() === false ? { ...unread, complete: true } : readNft(ask),
    readLegacy(ask, procRoot),
  ]);
  const answers = [modern, legacy];
  const publications = distinctPublications(answers.flatMap((answer) => answer.publications));
  return {
    publications,
    complete: answers.every(({ complete }) => complete),
    notes: answers.flatMap(({ notes }) => notes),
  };
}

/** Root, or CAP_NET_ADMIN (bit 12) among the effective capabilities. */
function mayReadNat(procRoot: string): boolean {
  if (process.geteuid?.() === 0) return true;
  try {
    const effective =
      /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync(`${procRoot}/self/status`, 'utf8'))?.[1] ?? '0';
    return ((BigInt(`0x${effective}`) >> 12n) & 1n) === 1n;
  } catch {
    return false;
  }
}

async function readNft(ask: AskProgram): Promise<NatAnswer> {
  const terse = await ask('nft', ['-j', '-t', 'list', 'ruleset'], limits);
  // Without nft the rules of iptables-nft can still be read, by iptables-nft-save.
  if (!terse.ok && terse.why === 'missing') return readIptablesNft(ask, 'nft is not installed');
  if (!terse.ok)
    return {
      ...unread,
      notes: [`nft did not list its rules (${terse.detail}): ports published by NAT may be missing.`],
    };
  const listing = jsonOf(terse.stdout);
  const first = parseNft(listing);
  if (first === null)
    return {
      ...unread,
      notes: ['The answer of nft could not be read: ports published by NAT may be missing.'],
    };
  const details = await Promise.all(
    first.named.map((table) => ask('nft', ['-j', 'list', 'table', ...table.split(' ')], limits)),
  );
  const whole =
    parseNft(listing, ...details.map((detail) => (detail.ok ? jsonOf(detail.stdout) : null))) ?? first;
  const own = fromNft(whole, details.filter(({ ok }) => !ok).length);
  if (whole.foreign === 0) return own;
  const foreign = await readIptablesNft(ask, null);
  return join(own, foreign);
}

function fromNft({ tables, unreadable }: NftRuleset, failed: number): NatAnswer {
  const notes = [
    ...(unreadable === 0 ? [] : [`${unreadable} NAT rules of nftables were too large to follow.`]),
    ...(failed === 0 ? [] : [`The sets of ${failed} nftables tables could not be listed.`]),
  ];
  return fromTables(tables, notes);
}

function fromTables(tables: readonly NatTable[], notes: readonly string[]): NatAnswer {
  const walked = tables.map(publicationsOfTable);
  const cut = walked.some(({ truncated }) => truncated)
    ? ['The NAT rules were too many to follow to the end.']
    : [];
  const all = [...notes, ...cut];
  return {
    publications: walked.flatMap(({ publications }) => publications),
    complete: all.length === 0,
    notes: all,
  };
}

const join = (a: NatAnswer, b: NatAnswer): NatAnswer => ({
  publications: [...a.publications, ...b.publications],
  complete: a.complete && b.complete,
  notes: [...a.notes, ...b.notes],
});

/** Rules that iptables put into nftables: only iptables can read their targets. Without `-t` no table is made by asking. */
async function readIptablesNft(ask: AskProgram, reason: string | null): Promise<NatAnswer> {
  const read = async (program: string, family: 4 | 6): Promise<NatAnswer> =>
    fromSaved(await ask(program, [], limits), program, family, reason);
  const [four, six] = await Promise.all([read('iptables-nft-save', 4), read('ip6tables-nft-save', 6)]);
  return join(four, six);
}

/** Rules of the old xtables, only where the kernel says that a nat table of theirs exists. */
async function readLegacy(ask: AskProgram, procRoot: string): Promise<NatAnswer> {
  const read = async (names: string, program: string, family: 4 | 6): Promise<NatAnswer> => {
    if (!tableNames(`${procRoot}/net/${names}`).includes('nat')) return { ...unread, complete: true };
    const answer = await ask(`${program}-legacy-save`, ['-t', 'nat'], limits);
    const old =
      !answer.ok && answer.why === 'missing' ? await ask(`${program}-save`, ['-t', 'nat'], limits) : answer;
    return fromSaved(old, `${program}-legacy-save`, family, null);
  };
  const [four, six] = await Promise.all([
    read('ip_tables_names', 'iptables', 4),
    read('ip6_tables_names', 'ip6tables', 6),
  ]);
  return join(four, six);
}

function fromSaved(answer: ProgramAnswer, program: string, family: 4 | 6, reason: string | null): NatAnswer {
  if (!answer.ok) {
    const why = [reason, `${program}: ${answer.detail}`].filter((part) => part !== null).join('; ');
    return {
      ...unread,
      notes: [`NAT rules of ${family === 4 ? 'IPv4' : 'IPv6'} could not be read (${why}).`],
    };
  }
  const { tables, unreadable } = parseIptablesSave(answer.stdout, family);
  return fromTables(tables, unreadable === 0 ? [] : [`${unreadable} lines of ${program} could not be read.`]);
}

function tableNames(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
