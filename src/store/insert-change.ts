import type Database from 'libsql';
import type { ListenerEvent } from '../core/listener-event.ts';

/** Writes one change; to be called within a transaction. */
export type InsertChange = (change: ListenerEvent, stored: number) => void;

export function prepareInsertChange(database: Database.Database): InsertChange {
  const insert = database.prepare(
    `INSERT INTO changes (kind, at, stored, transport, port, address, exposure, holder, before, verdict)
     VALUES (:kind, :at, :stored, :transport, :port, :address, :exposure, :holder, :before, :verdict)`,
  );
  return ({ kind, at, transport, port, address, exposure, holder, before, verdict }, stored) => {
    const written = Math.floor(stored);
    insert.run({
      kind,
      transport,
      port,
      address,
      exposure,
      holder,
      before,
      verdict,
      // As with events: a clock that ran ahead would leave it the newest for ever.
      at: Math.min(Math.floor(at), written),
      stored: written,
    });
  };
}
