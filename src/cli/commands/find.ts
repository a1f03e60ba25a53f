import { toFindDocument } from '../../contract/registry-item.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { type FindResult, openRegistry } from '../../registry/index.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { type Column, table } from '../render/table.ts';

const longest = 200;

/** `reeve find` */
export async function find(
  context: Context,
  words: string,
  options: { limit: number; json?: true },
): Promise<ExitCode> {
  if (words.length > longest) {
    throw fail('USAGE', {
      asked: `a search for ${words.length} characters`,
      found: `the registry's names and descriptions are shorter than ${longest}`,
      todo: 'Search for fewer words',
    });
  }
  const registry = openRegistry();
  const results = registry.finder().find(words, { limit: Math.max(1, options.limit) });
  if (options.json) context.out(toJson(toFindDocument(words, results)));
  else context.out(`${findText(words, results, context)}\n`);
  return results.length === 0 ? 2 : 0;
}

const portOf = ({ port, toPort }: FindResult): string => {
  if (port === null) return '-';
  return toPort === null || toPort === port ? String(port) : `${port}-${toPort}`;
};

function findText(words: string, results: readonly FindResult[], { columns, paint }: Context): string {
  if (results.length === 0) return `Nothing in the registry or the dossiers is like “${harmless(words)}”.`;
  const layout: readonly Column<FindResult>[] = [
    { head: 'PORT', cell: portOf, align: 'right', paint: (cell) => paint.bold(cell) },
    { head: 'ON', cell: ({ transports }) => transports.join(' ') },
    { head: 'SERVICE', cell: ({ service }) => service ?? '', least: 8 },
    { head: 'DESCRIPTION', cell: ({ description }) => description, least: 16 },
    { head: 'FOUND BY', cell: ({ why }) => why, least: 8, spare: 1, paint: (cell) => paint.dim(cell) },
  ];
  return table(results, layout, columns, paint.dim).join('\n');
}
