import type { PortQuery } from '../../../../src/core/port.ts';
import { openRegistry, type Registry } from '../../../../src/registry/index.ts';
import { sitePlace, staticLinks } from '../../../../src/web/atlas/links.ts';
import { type LanguageTag, openLocale } from '../../../../src/web/i18n/index.ts';
import { layout } from '../../../../src/web/look/layout.ts';
import type { Page, PageContext } from '../../../../src/web/page.ts';
import { portPage } from '../../../../src/web/pages/port/index.ts';
import { agentLinks } from '../../../../src/web/server/links.ts';
import type { MachineView } from '../../../../src/web/view.ts';
import { builtPlaces } from '../../../registry/sandbox.ts';

/** The embedded list and the real dossiers, and nothing of this host. */
export const realRegistry = (): Registry => openRegistry({ ...builtPlaces('real'), services: '/nowhere' });

export interface Shown {
  readonly page: Page;
  /** The whole document. */
  readonly html: string;
}

export function show(
  registry: Registry,
  query: PortQuery,
  {
    tag = 'en',
    machine = null,
    now = 0,
  }: { tag?: LanguageTag; machine?: MachineView | null; now?: number } = {},
): Shown {
  const path = query.transport === null ? `/ports/${query.port}` : `/ports/${query.port}/${query.transport}`;
  const context: PageContext = {
    locale: openLocale(tag),
    machine,
    registry,
    assets: { url: (name) => `/assets/${name}` },
    links:
      machine === null
        ? staticLinks(sitePlace('https://ports.example.org/'), tag, {
            hasPort: () => true,
            hasLanguage: () => true,
          })
        : agentLinks(tag),
    path,
    query: new URLSearchParams(),
    now,
    feedback: null,
    operator: false,
  };
  const page = portPage(context, query);
  return { page, html: layout(context, page) };
}
