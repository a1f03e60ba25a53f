import type { Found } from '../suggest/found.ts';
import { isClose, wordsOf } from './words.ts';

/** The file `search-index.json` of a static site; see `src/web/atlas/search-index.ts`. */
interface IndexFile {
  readonly ports: readonly (readonly [port: number, bits: number, service: string, description: string])[];
  readonly words: readonly (readonly [ports: readonly number[], title: string, ...words: string[]])[];
}

type Find = (words: string) => readonly Found[];

const most = 50;
const transports = ['tcp', 'udp', 'sctp', 'dccp'];
let loaded: { readonly url: string; readonly find: Promise<Find> } | null = null;

/** Loads the index when first asked, once. */
export async function findInIndex(url: string, words: string): Promise<readonly Found[] | null> {
  if (loaded?.url !== url) loaded = { url, find: load(url) };
  try {
    return (await loaded.find)(words);
  } catch {
    loaded = null;
    return null;
  }
}

async function load(url: string): Promise<Find> {
  const answer = await fetch(url, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return finderOf((await answer.json()) as IndexFile);
}

/** Best first: the number itself, the name, what people call it, the description. */
export function finderOf({ ports, words }: IndexFile): Find {
  const rows = new Map(ports.map((row) => [row[0], row]));
  const tokens = new Map(ports.map(([port, , , description]) => [port, wordsOf(description)]));
  return (asked) => {
    const wanted = wordsOf(asked);
    if (wanted.length === 0) return [];
    const scores = new Map<number, number>();
    const give = (port: number, score: number): void => {
      if (score > (scores.get(port) ?? 0)) scores.set(port, score);
    };
    const number = /^\d{1,5}$/.test(asked.trim()) ? Number(asked) : -1;
    if (rows.has(number)) give(number, 100);
    const whole = asked.trim().toLowerCase();
    for (const [port, , service, description] of ports) {
      give(
        port,
        byName(service.toLowerCase(), whole) || byWords(wanted, tokens.get(port) ?? [], description),
      );
    }
    for (const [of, title, ...known] of words) {
      const all = [...known, ...wordsOf(title)];
      const share = wanted.filter((word) => all.some((one) => isClose(word, one))).length / wanted.length;
      if (share === 1) of.forEach((port, place) => rows.has(port) && give(port, 70 - Math.min(place, 9)));
    }
    return [...scores]
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, most)
      .flatMap(([port]) => foundOf(rows.get(port)));
  };
}

function byName(service: string, whole: string): number {
  if (service === '') return 0;
  if (service === whole) return 95;
  if (service.startsWith(whole)) return 60 - Math.min(service.length - whole.length, 20);
  return isClose(whole, service) ? 50 : 0;
}

/** All words must be there, at least nearly. */
function byWords(wanted: readonly string[], known: readonly string[], description: string): number {
  if (!wanted.every((word) => known.some((one) => isClose(word, one)))) return 0;
  return 40 - Math.min(description.length / 10, 10);
}

const foundOf = (row: IndexFile['ports'][number] | undefined): readonly Found[] =>
  row === undefined
    ? []
    : [
        {
          port: row[0],
          service: row[2] === '' ? null : row[2],
          description: row[3],
          transports: transports.filter((_, place) => (row[1] & (1 << place)) !== 0),
        },
      ];
