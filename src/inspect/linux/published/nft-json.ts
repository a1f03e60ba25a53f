import type { NatRule, NatTable } from './nat-rule.ts';
import { fieldsOf, textOf } from './nft-fields.ts';
import { NftRuleReader } from './nft-rule.ts';

/** What `nft -j list ruleset` tells of destination NAT. libnftables-json(5) */
export interface NftRuleset {
  readonly tables: readonly NatTable[];
  /** Rules made by iptables whose targets nft cannot read; iptables-save can. */
  readonly foreign: number;
  /** Rules with a map too large to follow. */
  readonly unreadable: number;
  /** `FAMILY TABLE` of NAT tables with rules that go by named sets or maps; a terse listing leaves out their elements. */
  readonly named: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

interface Draft {
  readonly family: 4 | 6 | null;
  readonly chains: Map<string, NatRule[]>;
  readonly entries: string[];
  readonly sets: Map<string, readonly unknown[]>;
}

interface Tally {
  foreign: number;
  unreadable: number;
  readonly named: Set<string>;
}

/** Reads the parsed JSON of any number of listings; the later ones bring the elements of named sets. Null for other JSON. */
export function parseNft(...listings: readonly unknown[]): NftRuleset | null {
  const objects = listings.flatMap((listing) => fieldsOf(listing)['nftables'] ?? []).map(fieldsOf);
  if (objects.length === 0) return null;
  const drafts = new Map<string, Draft>();
  const tally: Tally = { foreign: 0, unreadable: 0, named: new Set() };
  for (const { chain, set, map } of objects) {
    if (chain !== undefined) addChain(drafts, fieldsOf(chain));
    if (set !== undefined || map !== undefined) addSet(drafts, fieldsOf(set ?? map));
  }
  const seen = new Set<string>();
  for (const { rule } of objects) if (rule !== undefined) addRule(drafts, fieldsOf(rule), tally, seen);
  const tables = [...drafts].filter(([, { entries }]) => entries.length > 0);
  const arriving = new Set(tables.map(([key]) => key));
  return {
    tables: tables.map(([, { family, chains, entries }]) => ({ family, by: 'nftables', chains, entries })),
    foreign: tally.foreign,
    unreadable: tally.unreadable,
    named: [...tally.named].filter((key) => arriving.has(key)),
  };
}

const keyOf = ({ family, table }: Fields): string => `${textOf(family) ?? ''} ${textOf(table) ?? ''}`;

function draftOf(drafts: Map<string, Draft>, item: Fields): Draft {
  const key = keyOf(item);
  const family = item['family'] === 'ip' ? 4 : item['family'] === 'ip6' ? 6 : null;
  const draft = drafts.get(key) ?? { family, chains: new Map(), entries: [], sets: new Map() };
  drafts.set(key, draft);
  return draft;
}

function addChain(drafts: Map<string, Draft>, chain: Fields): void {
  const draft = draftOf(drafts, chain);
  const name = textOf(chain['name']) ?? '';
  const arrives = chain['type'] === 'nat' && chain['hook'] === 'prerouting';
  if (arrives && !draft.entries.includes(name)) draft.entries.push(name);
}

function addSet(drafts: Map<string, Draft>, set: Fields): void {
  if (Array.isArray(set['elem'])) draftOf(drafts, set).sets.set(`@${textOf(set['name']) ?? ''}`, set['elem']);
}

function addRule(drafts: Map<string, Draft>, rule: Fields, tally: Tally, seen: Set<string>): void {
  const draft = draftOf(drafts, rule);
  const name = textOf(rule['chain']) ?? '';
  const identity = `${keyOf(rule)} ${name} ${String(rule['handle'])}`;
  if (rule['handle'] !== undefined && seen.has(identity)) return;
  seen.add(identity);
  const read = new NftRuleReader(draft.sets, () => tally.named.add(keyOf(rule)));
  const rules = read.rules(Array.isArray(rule['expr']) ? rule['expr'] : []);
  tally.foreign += read.foreign ? 1 : 0;
  tally.unreadable += read.tooLarge ? 1 : 0;
  draft.chains.set(name, [...(draft.chains.get(name) ?? []), ...rules]);
}
