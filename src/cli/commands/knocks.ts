import { type KnocksQuery, toKnocksDocument } from '../../contract/knocks-document.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { knockKinds } from '../../core/knock.ts';
import { parsePortQuery } from '../../core/port.ts';
import type { KnockList } from '../../store/index.ts';
import { addressOption } from '../address-option.ts';
import { askStore } from '../asking.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { moment, portNames } from '../../answer/index.ts';
import { listNotes, storedTable } from '../render/knocks/stored.ts';
import { paragraph } from '../render/text.ts';

export interface KnocksOptions {
  readonly since?: string;
  readonly until?: string;
  readonly port?: string;
  readonly source?: string;
  readonly tool?: string;
  readonly kind?: string;
  readonly limit: number;
  readonly follow?: true;
  readonly json?: true;
}

/** `reeve knocks`: 0 where something is on record, 2 where nothing is. */
export async function knocks(context: Context, options: KnocksOptions): Promise<ExitCode> {
  const now = Date.now() * 1000;
  const query = queryOf(options, now);
  if (options.follow) {
    const { followKnocks } = await import('./knocks-follow.ts');
    return await followKnocks(context, query, options);
  }
  const { path, answer: found } = await askStore(context, { ask: 'knocks', query });
  if (options.json) context.out(toJson(toKnocksDocument(path, query, found)));
  else context.out(`${text(found, query, now, context)}\n`);
  return found.events.length + found.skipped === 0 ? 2 : 0;
}

const kinds = [...knockKinds, 'backscatter', 'flood', 'drops'] as const;
type Kind = (typeof kinds)[number];

/** @throws ReeveError `USAGE`, `PORT_INVALID` */
function queryOf({ since, until, port, source, tool, kind, limit }: KnocksOptions, now: number): KnocksQuery {
  const asked = port === undefined ? null : parsePortQuery(port);
  return {
    limit,
    ...(since === undefined ? {} : { since: moment('since', since, now) }),
    ...(until === undefined ? {} : { until: moment('until', until, now) }),
    ...(asked === null ? {} : { port: asked.port }),
    ...(asked === null || asked.transport === null ? {} : { transport: asked.transport }),
    ...(source === undefined ? {} : { source: addressOption(source) }),
    ...(tool === undefined ? {} : { tool: tool.toLowerCase() }),
    ...(kind === undefined ? {} : { kind: kindOf(kind) }),
  };
}

function kindOf(word: string): Kind {
  const found = kinds.find((kind) => kind === word);
  if (found !== undefined) return found;
  throw fail('USAGE', {
    asked: `the kind ${JSON.stringify(word.slice(0, 30))}`,
    found: 'there is no such kind',
    todo: `Use one of ${kinds.join(', ')}`,
  });
}

function text(found: KnockList, query: KnocksQuery, now: number, { columns, paint }: Context): string {
  const notes = listNotes(found.more, found.events.length, found.skipped).map((note) =>
    paint.dim(paragraph(note, columns, '')),
  );
  const narrowed = Object.keys(query).length > 1;
  if (found.events.length === 0)
    return [narrowed ? 'Nothing on record fits.' : 'Nobody has knocked yet.', ...notes].join('\n');
  const lines = storedTable(found.events, { room: columns, paint, now, portName: portNames() });
  const next = 'reeve why EVENT shows the packets · reeve source IP all of one source';
  return [...lines, '', ...notes, paint.dim(paragraph(next, columns, ''))].join('\n');
}
