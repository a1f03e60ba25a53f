import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SearchIndex } from '../../../src/registry/search/index-read.ts';
import { writeSearchIndex } from '../../../src/registry/search/index-write.ts';
import { askedWord } from '../../../src/registry/search/likeness.ts';
import { tokensOf } from '../../../src/registry/search/tokens.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { record } from '../synthetic.ts';

test('a service is one document whatever its transports; names without a port are kept', () => {
  const index = new SearchIndex(
    writeSearchIndex([
      record({ from: 80, service: 'http', description: 'World Wide Web HTTP' }),
      record({ from: 80, service: 'http', transports: ['udp'] }),
      record({ from: 6000, to: 6063, service: 'x11' }),
      record({ service: 'zigbee', transports: [] }),
      record({ from: 9, service: null, status: 'reserved', description: 'Reserved' }),
      record({ from: 24, service: null, description: 'any private mail system' }),
    ]),
  );
  const documents = Array.from({ length: index.documentCount }, (_, number) => index.document(number));
  expect(documents).toEqual([
    { record: 0, ports: { from: 80, to: 80 }, transports: ['tcp', 'udp'] },
    { record: 2, ports: { from: 6000, to: 6063 }, transports: ['tcp'] },
    { record: 3, ports: null, transports: [] },
    { record: 5, ports: { from: 24, to: 24 }, transports: ['tcp'] },
  ]);
});

const phrase = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', ' ', 'é', '9'), maxLength: 8 }),
  { maxLength: 4 },
);

test('every word of every document is found at it, and the words are sorted', () => {
  const property = fc.property(fc.array(fc.tuple(phrase, phrase), { maxLength: 8 }), (documents) => {
    const records = documents.map(([name, description], from) =>
      record({ from, service: name.join('-') || 'x', description: description.join(' ') }),
    );
    const index = new SearchIndex(writeSearchIndex(records));
    const words = Array.from({ length: index.wordCount }, (_, number) => index.word(number));
    expect(words).toEqual(words.toSorted());
    for (const [number, { service, description }] of records.entries()) {
      for (const word of tokensOf(`${service} ${description}`)) {
        const place = words.indexOf(word);
        const end = index.firstPosting(place + 1);
        const found = Array.from({ length: end - index.firstPosting(place) }, (_, step) =>
          index.posting(index.firstPosting(place) + step),
        );
        expect(found.map((posting) => posting >>> 2)).toContain(number);
      }
    }
  });
  fc.assert(property, { numRuns: Math.min(fuzzRuns(100), 5_000) });
});

test('no word that could be meant is ruled out unread', () => {
  const records = ['http', 'https', 'hpts', 'ssh', 'postgresql'].map((service, from) =>
    record({ from, service }),
  );
  const index = new SearchIndex(writeSearchIndex(records));
  const candidates = (text: string): readonly string[] => {
    const { signature, edits } = askedWord(text);
    return index.candidates(signature, text.length, edits).map((number) => index.word(number));
  };
  expect(candidates('htpps')).toEqual(['hpts', 'http', 'https', 'postgresql']);
  expect(candidates('ssh')).toEqual(['hpts', 'https', 'ssh']);
  expect(candidates('qwxz')).toEqual([]);
});
