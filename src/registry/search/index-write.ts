import { type TableRecord, transportBits } from '../table/record-text.ts';
import { documentLength, postingLength, searchPreamble, wordLength } from './index-layout.ts';
import { cutToken, signatureOf, tokensOf } from './tokens.ts';

interface Document {
  readonly record: number;
  readonly from: number;
  readonly to: number;
  bits: number;
  readonly name: readonly string[];
  readonly description: readonly string[];
}

/** The bytes of the search index over the named rows (layout in `index-layout.ts`). */
export function writeSearchIndex(records: readonly TableRecord[]): Buffer {
  const documents = documentsOf(records);
  const postings = new Map<string, number[]>();
  for (const [number, document] of documents.entries()) {
    for (const [word, field] of fieldsOf(document)) {
      const list = postings.get(word) ?? [];
      list.push(number * 4 + field);
      postings.set(word, list);
    }
  }
  const words = [...postings].sort(([a], [b]) => (a < b ? -1 : 1));
  return assemble(words, documents);
}

function documentsOf(records: readonly TableRecord[]): readonly Document[] {
  const documents = new Map<string, Document>();
  for (const [record, { ports, service, description, transports, status }] of records.entries()) {
    if (service === null && status !== 'assigned') continue;
    const key = `${ports?.from}-${ports?.to} ${service ?? description}`;
    const bits = ports === null ? 0 : transportBits(transports);
    const known = documents.get(key);
    if (known !== undefined) known.bits |= bits;
    else {
      const name = tokensOf(service ?? '').map(cutToken);
      const words = tokensOf(description).map(cutToken);
      const [from, to] = [ports?.from ?? 0, ports?.to ?? 0];
      documents.set(key, { record, from, to, bits, name, description: words });
    }
  }
  return [...documents.values()];
}

/** Each word of a document once, with the weightiest field it stands in (2 name, 1 name part, 0 description). */
function fieldsOf({ name, description }: Document): ReadonlyMap<string, number> {
  const found = new Map<string, number>(description.map((word) => [word, 0]));
  for (const part of name) found.set(part, 1);
  if (name.length > 0) found.set(cutToken(name.join('')), 2);
  return found;
}

function assemble(
  words: readonly (readonly [string, readonly number[]])[],
  documents: readonly Document[],
): Buffer {
  const letters = Buffer.from(words.map(([word]) => word).join(''), 'latin1');
  const postingCount = words.reduce((sum, [, list]) => sum + list.length, 0);
  const wordsLength = (words.length + 1) * wordLength;
  const documentsAt = searchPreamble + wordsLength + postingCount * postingLength;
  const out = Buffer.alloc(documentsAt + documents.length * documentLength);
  for (const [place, value] of [words.length, documents.length, postingCount, letters.length].entries()) {
    out.writeUInt32LE(value, place * 4);
  }
  let [offset, posting] = [0, 0];
  for (const [number, [word, list]] of [...words, ['', []] as const].entries()) {
    const at = searchPreamble + number * wordLength;
    out.writeUInt32LE(offset, at);
    out.writeUInt32LE(posting, at + 4);
    out.writeUInt32LE(signatureOf(word), at + 8);
    for (const value of list)
      out.writeUInt32LE(value, searchPreamble + wordsLength + posting++ * postingLength);
    offset += word.length;
  }
  writeDocuments(out, documentsAt, documents);
  return Buffer.concat([out, letters]);
}

function writeDocuments(out: Buffer, start: number, documents: readonly Document[]): void {
  for (const [number, { record, from, to, bits, name, description }] of documents.entries()) {
    const at = start + number * documentLength;
    out.writeUInt32LE(record, at);
    out.writeUInt16LE(from, at + 4);
    out.writeUInt16LE(to, at + 6);
    out.writeUInt8(bits, at + 8);
    out.writeUInt8(Math.min(name.join('').length, 255), at + 9);
    out.writeUInt8(Math.min(description.length, 255), at + 10);
  }
}
