import { known, optionBit, optionKind, word } from './record.ts';

const mostKinds = 10;

/** The TCP options of a record in order, with their values where these are known; null where it does not know them. */
export function optionsText(words: Uint32Array, at: number): readonly string[] | null {
  const has = words[at + word.known] ?? 0;
  if ((has & known.optionKinds) === 0) return null;
  const values = (has & known.optionValues) === 0 ? 0 : (words[at + word.optionValues] ?? 0);
  const kinds = words[at + word.optionKinds] ?? 0;
  const names: string[] = [];
  for (let index = 0; index < mostKinds; index++) {
    const kind = (kinds >>> (index * 3)) & 7;
    if (kind === optionKind.end) break;
    names.push(optionText(kind, values, words, at));
  }
  if ((values & optionBit.more) !== 0) names.push('...');
  return names;
}

function optionText(kind: number, values: number, words: Uint32Array, at: number): string {
  switch (kind) {
    case optionKind.nop:
      return 'nop';
    case optionKind.mss:
      return (values & optionBit.hasMss) === 0 ? 'mss' : `mss ${values >>> 16}`;
    case optionKind.windowScale:
      return (values & optionBit.hasWindowScale) === 0 ? 'wscale' : `wscale ${(values >>> 8) & 0xff}`;
    case optionKind.sackOk:
      return 'sackOK';
    case optionKind.timestamp:
      return (values & optionBit.hasTimestamp) === 0
        ? 'TS'
        : `TS ${words[at + word.timestamp] ?? 0} ${words[at + word.timestampEcho] ?? 0}`;
    case optionKind.md5:
      return 'md5';
    default:
      return 'other';
  }
}
