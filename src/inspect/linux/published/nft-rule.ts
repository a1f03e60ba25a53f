import { anyPacket, both, type NatAction, type NatMatch, type NatRule } from './nat-rule.ts';
import { type Field, fieldsOf, fieldsOfKey, matchOf, spanOf, textOf, wordOf } from './nft-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

const mostAlternatives = 4096;

/** One rule of nft is as many of ours as its sets and maps have alternatives. */
export class NftRuleReader {
  foreign = false;
  tooLarge = false;
  readonly #sets: ReadonlyMap<string, readonly unknown[]>;
  readonly #named: () => void;

  constructor(sets: ReadonlyMap<string, readonly unknown[]>, named: () => void) {
    this.#sets = sets;
    this.#named = named;
  }

  rules(expressions: readonly unknown[]): readonly NatRule[] {
    let matches: readonly NatMatch[] = [anyPacket];
    for (const expression of expressions.map(fieldsOf)) {
      if (expression['match'] !== undefined)
        matches = this.#narrow(matches, this.#matches(fieldsOf(expression['match'])));
      if (fieldsOf(expression['xt'])['type'] === 'target') this.foreign = true;
      const decided = this.#decision(expression);
      if (decided === null) continue;
      return matches.flatMap((match) =>
        decided.flatMap((rule) => {
          const met = both(match, rule.match);
          return met === null ? [] : [{ match: met, action: rule.action }];
        }),
      );
    }
    return [];
  }

  #narrow(matches: readonly NatMatch[], by: readonly NatMatch[]): readonly NatMatch[] {
    if (matches.length * by.length > mostAlternatives) {
      this.tooLarge = true;
      return [];
    }
    return matches.flatMap((match) => by.map((one) => both(match, one)).filter((one) => one !== null));
  }

  #matches({ op, left, right }: Fields): readonly NatMatch[] {
    const fields = fieldsOfKey(left);
    const elements = this.#elements(right);
    const negated = op === '!=';
    const [field] = fields;
    if (fields.length === 1 && field !== undefined)
      return [matchOf(field, elements, negated)].filter((one) => one !== null);
    if (negated) return [{ ...anyPacket, conditions: ['not of a set of addresses and ports'] }];
    return elements.map((element) => matchOfParts(fields, element)).filter((one) => one !== null);
  }

  /** The elements of a set, named or not, or the one value itself. */
  #elements(value: unknown): readonly unknown[] {
    if (typeof value === 'string' && value.startsWith('@')) this.#named();
    const named = typeof value === 'string' ? this.#sets.get(value) : undefined;
    const { set } = fieldsOf(value);
    if (typeof value === 'string' && value.startsWith('@') && named === undefined) return [];
    return (named ?? (Array.isArray(set) ? set : [value])).map(unwrapped);
  }

  /** What the expression does with a packet, or null where it only looks. */
  #decision(expression: Fields): readonly NatRule[] | null {
    const [verb = '', value] = Object.entries(expression)[0] ?? [];
    if (verb === 'dnat') return this.#destinations(fieldsOf(value));
    if (verb === 'redirect') return [to(anyPacket, null, fieldsOf(value)['port'])];
    if (verb === 'jump' || verb === 'goto') return [{ match: anyPacket, action: chainAction(value) }];
    if (verb === 'vmap') return this.#dispatch(fieldsOf(value));
    const ends = verb === 'return' || verb === 'accept' || verb === 'drop' || verb === 'reject';
    return ends ? [{ match: anyPacket, action: { kind: 'end' } }] : null;
  }

  #dispatch({ key, data }: Fields): readonly NatRule[] {
    return this.#pairs(key, data).flatMap(([match, value]) => {
      const { jump, goto } = fieldsOf(value);
      return [
        {
          match,
          action: jump === undefined && goto === undefined ? { kind: 'end' } : chainAction(jump ?? goto),
        },
      ];
    });
  }

  #destinations({ addr, port }: Fields): readonly NatRule[] {
    const { map } = fieldsOf(addr);
    if (map === undefined) return [to(anyPacket, addr, port)];
    const { key, data } = fieldsOf(map);
    return this.#pairs(key, data).map(([match, value]) => {
      const { concat } = fieldsOf(value);
      return Array.isArray(concat) ? to(match, concat[0], concat[1]) : to(match, value, port);
    });
  }

  /** The entries of a map, each with what its key asks of a packet; keys of load balancing (numgen, hash) ask nothing. */
  #pairs(key: unknown, data: unknown): readonly (readonly [NatMatch, unknown])[] {
    const fields = fieldsOfKey(key).map(
      (field): Field => (field.kind === 'other' ? { kind: 'ignored' } : field),
    );
    const pairs = this.#elements(data).filter(
      (pair): pair is readonly [unknown, unknown] => Array.isArray(pair) && pair.length === 2,
    );
    if (pairs.length > mostAlternatives) this.tooLarge = true;
    return pairs.slice(0, mostAlternatives).flatMap(([from, value]) => {
      const match = matchOfParts(fields, unwrapped(from));
      return match === null ? [] : [[match, value] as const];
    });
  }
}

/** Elements with a time-out, a comment or a counter come wrapped. */
function unwrapped(element: unknown): unknown {
  const { elem } = fieldsOf(element);
  return elem === undefined ? element : (fieldsOf(elem)['val'] ?? elem);
}

function matchOfParts(fields: readonly Field[], element: unknown): NatMatch | null {
  const { concat } = fieldsOf(element);
  const parts: readonly unknown[] = Array.isArray(concat) ? concat : [element];
  if (parts.length !== fields.length) return null;
  let match: NatMatch | null = anyPacket;
  for (const [at, field] of fields.entries()) {
    const part = matchOf(field, [parts[at]], false);
    match = match === null || part === null ? null : both(match, part);
  }
  return match;
}

const to = (match: NatMatch, address: unknown, port: unknown): NatRule => ({
  match,
  action: {
    kind: 'to',
    address: address === undefined || address === null ? null : wordOf(address),
    ports: spanOf(port),
  },
});

const chainAction = (value: unknown): NatAction => ({
  kind: 'chain',
  name: textOf(fieldsOf(value)['target']) ?? '',
});
