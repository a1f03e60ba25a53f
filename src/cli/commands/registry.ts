import { envelope } from '../../contract/envelope.ts';
import type { RegistryUpdateDocument, RegistryVerifyDocument } from '../../contract/registry.ts';
import { toRegistryStatusDocument } from '../../contract/registry-item.ts';
import type { ExitCode } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import {
  type LayerStatus,
  openRegistry,
  type Progress,
  updateRegistry,
  verifyRegistry,
} from '../../registry/index.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { counted, paragraph } from '../render/text.ts';

interface Options {
  readonly json?: true;
  readonly from?: string;
}

const titles = {
  full: "IANA's full record",
  embedded: 'Embedded list of names',
  host: "This host's /etc/services",
} as const;

/** `reeve registry status` */
export async function status(context: Context, options: Options): Promise<ExitCode> {
  const { layers: opened, notes } = openRegistry().status();
  const layers = withIntegrity(opened, (await verifyRegistry()).tables);
  const damaged = layers.some(({ problem, layer }) => problem !== null && layer !== 'host');
  const code: ExitCode = damaged ? 1 : 0;
  if (options.json) {
    context.out(toJson(toRegistryStatusDocument({ layers, notes })));
    return code;
  }
  const shown = layers.filter(({ whose, present }) => present || whose !== 'own');
  const blocks = shown.map((layer) => layerText(layer, context));
  context.out(
    `${[...blocks, ...notes.map((note) => paragraph(harmless(note), context.columns, ''))].join('\n\n')}\n`,
  );
  return code;
}

interface DamagedTable {
  readonly path: string;
  readonly problems: readonly string[];
}

/** A look-up checks only what it reads; who asks for the state is told of damage anywhere in a table. */
function withIntegrity(
  layers: readonly LayerStatus[],
  tables: readonly DamagedTable[],
): readonly LayerStatus[] {
  return layers.map((layer) => {
    const problems = tables.find(({ path }) => path === layer.path)?.problems ?? [];
    return layer.problem !== null || problems.length === 0
      ? layer
      : { ...layer, problem: `damaged: ${problems.join('; ')}` };
  });
}

function layerText(layer: LayerStatus, { columns, paint }: Context): string {
  const { present, used, source, dataUpTo, ageDays, counts, path, url, fetchedAt, problem } = layer;
  const state = !present
    ? 'not there'
    : used
      ? 'in use'
      : problem === null
        ? 'there, a better layer answers'
        : 'cannot be used';
  const facts = [
    source === null
      ? null
      : `${source.name}, ${source.date ?? 'undated'}${ageDays === null ? '' : ` (${counted(ageDays, 'day')} old)`}`,
    dataUpTo === null ? null : `newest change in it: ${dataUpTo}`,
    counts === null
      ? null
      : `${counted(counts.records, 'record')}, ${counted(counts.names, 'name')}, ${counted(counts.assignedKeys, 'assigned port/transport pair')}`,
    fetchedAt === null
      ? null
      : `fetched ${fetchedAt.slice(0, 16).replace('T', ' ')} UTC${url === null ? '' : ` from ${url}`}`,
    path,
    problem,
  ].filter((fact) => fact !== null);
  return [
    `${paint.bold(titles[layer.layer])}: ${state}`,
    ...facts.map((fact) => paragraph(harmless(fact), columns, '    ', '  ')),
  ].join('\n');
}

/** `reeve registry update` */
export async function update(context: Context, options: Options): Promise<ExitCode> {
  const stop = new AbortController();
  const interrupted = (): void => stop.abort();
  process.once('SIGINT', interrupted);
  try {
    const report = await updateRegistry({
      signal: stop.signal,
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(context.interactive ? { onProgress: progressOn(context) } : {}),
    });
    if (context.interactive) context.err('\r\u001B[K');
    const { path, from, source, dataUpTo, counts, previous, notes } = report;
    const document: RegistryUpdateDocument = {
      ...envelope('portreeve/registry-update/1'),
      path,
      from,
      source: { ...source },
      dataUpTo,
      counts: { ...counts },
      previous: previous && { source: previous.source && { ...previous.source }, records: previous.records },
      notes: [...notes],
    };
    if (options.json) context.out(toJson(document));
    else context.out(`${updateText(document, context)}\n`);
    return 0;
  } finally {
    process.off('SIGINT', interrupted);
  }
}

const progressOn =
  ({ err }: Context) =>
  ({ received, total }: Progress): void => {
    const done = total === null ? '' : ` of ${Math.round(total / 1024)}`;
    err(`\r\u001B[KFetching the record: ${Math.round(received / 1024)}${done} KiB`);
  };

function updateText(
  { path, from, source, dataUpTo, counts, previous, notes }: RegistryUpdateDocument,
  { columns }: Context,
): string {
  const was =
    previous === null
      ? 'There was none before.'
      : `It replaces the one of ${previous.source?.date ?? 'unknown date'} with ${counted(previous.records, 'record')}.`;
  const lines = [
    `The full record is in place: ${counted(counts.records, 'record')}, ${source.name} of ${source.date ?? 'unknown date'}${dataUpTo === null ? '' : `, changes up to ${dataUpTo}`}.`,
    `From ${from} to ${path}. ${was}`,
    ...notes,
  ];
  return lines.map((line) => paragraph(harmless(line), columns, '')).join('\n');
}

/** `reeve registry verify` */
export async function verify(context: Context, options: Options): Promise<ExitCode> {
  const { ok, tables, dossiers, against } = await verifyRegistry();
  if (options.json) {
    const document: RegistryVerifyDocument = {
      ...envelope('portreeve/registry-verify/1'),
      ok,
      tables: tables.map(({ layer, path, problems }) => ({ layer, path, problems: [...problems] })),
      dossiers: dossiers.map(({ id, problems, notChecked }) => ({
        id,
        problems: [...problems],
        notChecked: [...notChecked],
      })),
      against: against && { layer: against.layer, name: against.name, date: against.date },
    };
    context.out(toJson(document));
  } else {
    const bad = [
      ...tables.map((one) => ({ name: one.path, ...one })),
      ...dossiers.map((one) => ({ name: one.id, ...one })),
    ];
    const lines = bad.flatMap(({ name, problems }) =>
      problems.map((problem) => paragraph(harmless(`${name}: ${problem}`), context.columns, '    ', '✖ ')),
    );
    const open = dossiers.reduce((sum, { notChecked }) => sum + notChecked.length, 0);
    const base =
      against === null
        ? 'no registry could be read'
        : `held against ${against.name}${against.date === null ? '' : ` of ${against.date}`}`;
    lines.push(
      paragraph(
        `${counted(tables.length, 'table')} and ${counted(dossiers.length, 'dossier')} checked, ${base}: ${ok ? 'all sound' : counted(lines.length, 'problem')}.`,
        context.columns,
        '',
      ),
    );
    if (open > 0)
      lines.push(
        paragraph(
          `${counted(open, 'assertion')} can only be checked with the full record: reeve registry update.`,
          context.columns,
          '',
        ),
      );
    context.out(`${lines.join('\n')}\n`);
  }
  return ok ? 0 : 1;
}
