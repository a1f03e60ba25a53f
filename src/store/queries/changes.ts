import type { ListenerEvent } from '../../core/listener-event.ts';
import { transports } from '../../core/transport.ts';
import type { Connection } from '../database.ts';
import { formatChangeId } from '../event-id.ts';
import { object, oneOf, orNull, portNumber, read, text, whole } from '../parse/check.ts';
import type { ChangeQuery, StoredChange, StoreReader } from '../store.ts';
import { hasTable } from './has-table.ts';
import type { Statement } from './knocks.ts';
import { wanted } from './wanted.ts';

const row = object<ListenerEvent & { readonly id: number }>({
  id: whole,
  kind: oneOf(['opened', 'closed', 'restarted', 'replaced'] as const),
  at: whole,
  transport: oneOf([...transports, 'raw', 'packet'] as const),
  port: orNull(portNumber),
  address: text,
  exposure: text,
  holder: orNull(text),
  before: orNull(text),
  verdict: text,
});

/** One index in the order of time, that of the port where one is asked for; the limit ends it early. */
export function changeStatement({ since, until, port, limit }: ChangeQuery): Statement {
  const { where, values } = wanted({ 'port = ?': port, 'at >= ?': since, 'at <= ?': until });
  return {
    sql: `SELECT id, kind, at, transport, port, address, exposure, holder, before, verdict
          FROM changes ${where} ORDER BY at DESC, id DESC LIMIT ?`,
    values: [...values, limit + 1],
  };
}

/** None from a file that was not brought to version 2 yet. */
export function changes(database: Connection, query: ChangeQuery): ReturnType<StoreReader['changes']> {
  if (!hasTable(database, 'changes')) return { changes: [], more: false };
  const { sql, values } = changeStatement(query);
  const rows = database.prepare(sql).all(...values);
  const kept = rows.slice(0, query.limit).map(storedChange);
  return { changes: kept.filter((one) => one !== null), more: rows.length > query.limit };
}

function storedChange(value: unknown): StoredChange | null {
  const found = read(row, value);
  if (found === null) return null;
  const { id, ...change } = found;
  return { id: formatChangeId(id), change };
}
