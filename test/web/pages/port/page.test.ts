import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parsePortQuery } from '../../../../src/core/port.ts';
import { transports } from '../../../../src/core/transport.ts';
import { languages } from '../../../../src/web/i18n/index.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { golden } from '../../../fixtures/golden/golden.ts';
import { realRegistry, show } from './context.ts';
import { faultsOf } from './faults.ts';
import { outline, readMarkup } from './markup.ts';

const registry = realRegistry();
afterAll(() => registry.close());
const tags = languages.map(({ tag }) => tag);

describe('what the pages say', () => {
  it.each(['2504', '2244', '2174', '80', '443/udp', '6000', '60000', '7678', '9042', '0', '24', '2905/sctp'])(
    '%s',
    (asked) => {
      const { page } = show(registry, parsePortQuery(asked));
      golden(
        `port-page/${asked.replace('/', '-')}.txt`,
        `title: ${page.title}\ndescription: ${page.description}\n${outline(String(page.body))}`,
      );
    },
  );

  it.each(['bn', 'id', 'sd'] as const)('an unassigned port in %s', (tag) => {
    const { page } = show(registry, parsePortQuery('7678'), { tag });
    golden(
      `port-page/7678-${tag}.txt`,
      `title: ${page.title}\ndescription: ${page.description}\n${outline(String(page.body))}`,
    );
  });
});

describe('every port', () => {
  it('has a sound page, on every transport and in every language', () => {
    const port = fc.oneof(
      fc.integer({ min: 0, max: 65_535 }),
      fc.constantFrom(0, 1, 22, 80, 443, 1023, 1024, 6000, 49_151, 49_152, 65_535),
    );
    fc.assert(
      fc.property(
        port,
        fc.constantFrom(null, ...transports),
        fc.constantFrom(...tags),
        (one, transport, tag) => {
          expect(faultsOf(registry, { port: one, transport }, tag)).toEqual([]);
        },
      ),
      { numRuns: fuzzRuns(400) },
    );
  });

  it('with a dossier has a footnote for every claim, and a way back from every footnote', () => {
    for (const port of registry.dossierPorts()) {
      const { html } = show(registry, { port, transport: null });
      const blocks = [...html.matchAll(/<p class="english" lang="en" dir="ltr">(.*?)<\/p>/gs)].map(
        ([, text = '']) => text,
      );
      const dossier = registry.dossierFor(port);
      const claims = (dossier?.claims.length ?? 0) + (dossier?.statements.length ?? 0);
      // The summary stands without: it is told again, with its sources, below.
      expect(blocks.length, String(port)).toBe(claims + 1);
      expect(
        blocks.filter((text) => !text.includes('<sup class="note"')),
        String(port),
      ).toHaveLength(1);
      const { ids } = readMarkup(html);
      for (const id of ids.filter((one) => one.startsWith('note-')))
        expect(ids).toContain(id.replace('note', 'cite'));
    }
  });

  it('asks in its data for search engines just what it asks on the page', () => {
    for (const tag of tags) {
      for (const port of [0, 22, 2504, 7678, 6000, 60_000]) {
        const { page } = show(registry, { port, transport: null }, { tag });
        const visible = outline(String(page.body));
        const [faq] = page.jsonLd ?? [];
        const { mainEntity, inLanguage } = faq as {
          inLanguage: string;
          mainEntity: readonly { name: string; acceptedAnswer: { text: string } }[];
        };
        expect(inLanguage).toBe(tag);
        expect(mainEntity.length).toBeGreaterThanOrEqual(tag === 'en' ? 4 : 3);
        for (const { name, acceptedAnswer } of mainEntity) {
          expect(visible).toContain(name.replace(/\s+/g, ' '));
          expect(visible.replace(/\[\d+\]/g, '')).toContain(acceptedAnswer.text.replace(/\s+/g, ' '));
        }
      }
    }
  });
});
