import type { Registry } from '../../registry/index.ts';
import { transports } from '../../core/transport.ts';

/**
 * What the search of a static site reads, once it is used:
 *
 *     { "ports": [[port, transports (bits, tcp = 1), service, description], ...],
 *       "words": [[[port, ...], title, word, ...], ...] }
 *
 * `ports` are those that have a page; `words` are what dossiers and aliases add.
 */
export function searchIndex(registry: Registry, ports: readonly number[]): string {
  const rows = ports.map((port) => {
    const { transports: on, service, description } = registry.brief(port);
    const bits = transports.reduce((sum, one, place) => (on.includes(one) ? sum | (1 << place) : sum), 0);
    return [port, bits, service ?? '', description.slice(0, longestDescription)];
  });
  const words = registry
    .hints()
    .map(({ ports: of, title, titleWords }) => [of, title, ...new Set(titleWords.map(String))]);
  return `${JSON.stringify({ ports: rows, words })}\n`;
}

const longestDescription = 80;
