import type { Answer } from './answer.ts';
import type { Asked } from './asked.ts';
import { portRoutes } from './pages.ts';
import { pageAnswer } from './render.ts';
import type { Site } from './site.ts';

/** A port's page by its plain address; every other spelling goes the long way, which has words for each. */
const portAddress = /^\/ports\/(\d{1,5})(?:\/(tcp|udp|sctp|dccp))?$/;

/**
 * A port's page without the router and the objects of the fetch standard, which take as long as the page itself.
 * @returns null for all else
 */
export function directAnswer(site: Site, asked: Asked): Promise<Answer> | null {
  const { method, target } = asked;
  if (method !== 'GET' && method !== 'HEAD') return null;
  const match = portAddress.exec(target.path);
  if (match === null) return null;
  const [, port = '', transport] = match;
  return transport === undefined
    ? pageAnswer(site, portRoutes.whole, asked, { port })
    : pageAnswer(site, portRoutes.transport, asked, { port, transport });
}
