import { envelope } from '../../contract/envelope.ts';
import type { StoreDocument } from '../../contract/knocks.ts';
import { storeItem } from '../../contract/knocks-item.ts';
import type { ExitCode } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import {
  type Compaction,
  openStore,
  readStore,
  type Retention,
  retentionFrom,
  storePlace,
  type StoreStatus,
} from '../../store/index.ts';
import { askStore } from '../asking.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { instant } from '../render/knocks/times.ts';
import { counted, paragraph, thousands } from '../render/text.ts';

interface Answer {
  readonly status: StoreStatus;
  readonly retention: Retention;
  readonly faults: readonly string[] | null;
  readonly compaction: Compaction | null;
}

/** `reeve store status`: 1 where `--check` found damage. */
export async function status(context: Context, options: { check?: true; json?: true }): Promise<ExitCode> {
  const retention = retentionFrom(process.env);
  if (!options.check) {
    const { answer: found } = await askStore(context, { ask: 'status' });
    answer(context, { status: found, retention, faults: null, compaction: null }, options.json === true);
    return 0;
  }
  // It reads the whole file, which would hold the agent up.
  const store = readStore(storePlace());
  try {
    const faults = store.check();
    answer(context, { status: store.status(), retention, faults, compaction: null }, options.json === true);
    return faults.length > 0 ? 1 : 0;
  } finally {
    store.close();
  }
}

/** `reeve store compact` */
export async function compact(context: Context, options: { json?: true }): Promise<ExitCode> {
  const retention = retentionFrom(process.env);
  const place = storePlace();
  // A store is not made only to be compacted.
  readStore(place).close();
  const store = openStore({ path: place.path, now: () => Date.now() * 1000, retention });
  try {
    const compaction = store.compact();
    answer(context, { status: store.status(), retention, faults: null, compaction }, options.json === true);
    return 0;
  } finally {
    store.close();
  }
}

function answer(context: Context, told: Answer, json: boolean): void {
  if (json) context.out(toJson(document(told)));
  else context.out(`${text(told, context)}\n`);
}

const document = ({ status: found, retention, faults, compaction }: Answer): StoreDocument => ({
  ...envelope('portreeve/store/1'),
  ...storeItem(found),
  retention: { days: retention.days, bytes: retention.bytes },
  faults: faults && [...faults],
  compaction: compaction && { ...compaction },
});

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

function text({ status: found, retention, faults, compaction }: Answer, { columns, paint }: Context): string {
  const { path, rows, types, bytes, oldest, newest, version } = found;
  const say = (words: string): string => paragraph(harmless(words), columns, '    ', '  ');
  const kinds = types.map(({ type, rows: many }) => `${type} ${thousands(many)}`).join(', ');
  return [
    paint.bold(harmless(path)),
    say(
      `${counted(rows, 'event')}${kinds === '' ? '' : ` (${kinds})`}, ${mebibytes(bytes)}, version ${version}`,
    ),
    ...(oldest === null || newest === null
      ? []
      : [say(`last seen between ${instant(oldest)} and ${instant(newest)} UTC`)]),
    say(
      `kept for ${counted(retention.days, 'day')} and up to ${mebibytes(retention.bytes)}, the oldest go first (REEVE_STORE_DAYS, REEVE_STORE_BYTES)`,
    ),
    ...(compaction === null
      ? []
      : [
          say(
            `${counted(compaction.deleted, 'event')} deleted; ${mebibytes(compaction.before)} before, ${mebibytes(compaction.after)} after`,
          ),
        ]),
    ...faultLines(faults, say),
  ].join('\n');
}

function faultLines(faults: readonly string[] | null, say: (words: string) => string): readonly string[] {
  if (faults === null) return [];
  return faults.length === 0
    ? [say('no damage found')]
    : ['Damaged:', ...faults.map((fault) => say(`- ${fault}`))];
}
