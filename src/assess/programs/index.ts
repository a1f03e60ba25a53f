import type { SocketKind } from '../../core/transport.ts';
import { baseName } from '../place.ts';
import { brokerPrograms } from './brokers.ts';
import { capturePrograms } from './capture.ts';
import { clusterPrograms } from './cluster.ts';
import { databasePrograms } from './databases.ts';
import { desktopPrograms } from './desktop.ts';
import { developerPrograms } from './developer.ts';
import { monitoringPrograms } from './monitoring.ts';
import { networkPrograms } from './network.ts';
import { type PortSpan, type Program, spanHas } from './program.ts';
import { systemPrograms } from './system.ts';
import { webPrograms } from './web.ts';

export type { PortSpan, Program } from './program.ts';

/** Every program the verdicts know; where several fit, the first one wins. */
export const programs: readonly Program[] = [
  ...systemPrograms,
  ...networkPrograms,
  ...webPrograms,
  ...databasePrograms,
  ...brokerPrograms,
  ...clusterPrograms,
  ...monitoringPrograms,
  ...desktopPrograms,
  ...capturePrograms,
  ...developerPrograms,
];

/** The kernel keeps 15 characters of a process's name (TASK_COMM_LEN in include/linux/sched.h, with its NUL). */
export const commLength = 15;

interface Tables {
  readonly byFile: ReadonlyMap<string, Program>;
  readonly byComm: ReadonlyMap<string, Program>;
  readonly byUnit: ReadonlyMap<string, Program>;
  readonly byImage: ReadonlyMap<string, Program>;
  /** Programs with a name that is the end of a path. */
  readonly byPath: readonly { readonly end: string; readonly program: Program }[];
  readonly run: readonly Program[];
}

let tables: Tables | null = null;

/** Built at the first question: most commands ask none. */
function known(): Tables {
  tables ??= {
    byFile: mapBy((program) => plainNames(program)),
    byComm: mapBy((program) => plainNames(program).map((name) => name.slice(0, commLength))),
    byUnit: mapBy((program) => [...(program.units ?? []), ...plainNames(program)]),
    byImage: mapBy((program) => [...(program.images ?? []), ...plainNames(program)]),
    byPath: programs.flatMap((program) =>
      (program.names ?? [])
        .filter((name) => name.includes('/'))
        .map((name) => ({ end: `/${name}`, program })),
    ),
    run: programs.filter(({ runs }) => runs !== undefined),
  };
  return tables;
}

const plainNames = ({ names = [] }: Program): readonly string[] =>
  names.filter((name) => !name.includes('/'));

function mapBy(keysOf: (program: Program) => readonly string[]): ReadonlyMap<string, Program> {
  const map = new Map<string, Program>();
  for (const program of programs) {
    for (const key of keysOf(program)) if (!map.has(key)) map.set(key, program);
  }
  return map;
}

/** A file name as the tables have it: without `.exe`, the wrapper's dress of Nix, or a trailing version. */
function spellings(name: string): readonly string[] {
  const bare = name.replace(/\.exe$/i, '').replace(/^\.(.+)-wrapped$/, '$1');
  return [bare, bare.replace(/[-_.]?\d+(?:\.\d+)*$/, '')];
}

const firstOf = (map: ReadonlyMap<string, Program>, keys: readonly string[]): Program | null =>
  keys.map((key) => map.get(key)).find((program) => program !== undefined) ?? null;

/** The program of an executable's path or base name. */
export function programOfFile(path: string): Program | null {
  const { byFile, byPath } = known();
  const byEnd = byPath.find(({ end }) => path.endsWith(end));
  return byEnd?.program ?? firstOf(byFile, spellings(baseName(path)));
}

/** The program of a process name as in /proc/PID/comm, which may have been cut. */
export const programOfComm = (comm: string): Program | null => firstOf(known().byComm, spellings(comm));

/** The program of a unit name such as `postgresql@15-main.service`. */
export function programOfUnit(unit: string): Program | null {
  const { byUnit } = known();
  const bare = unit.replace(/\.(?:service|socket|scope)$/, '');
  return byUnit.get(bare) ?? byUnit.get(bare.replace(/@.*$/, '')) ?? null;
}

/** The program of a container image such as `docker.io/library/redis:7@sha256:…`. */
export function programOfImage(image: string): Program | null {
  const { byImage } = known();
  const path = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const parts = path.split('/');
  return byImage.get(parts.slice(-2).join('/')) ?? byImage.get(parts.at(-1) ?? '') ?? null;
}

/** The program that an interpreter runs, by its script, module, jar or main class, alone or with its application. */
export function programOfRun(runs: string): Program | null {
  const script = runs.split(' ')[0] ?? runs;
  return known().run.find((program) => program.runs?.test(script) || program.runs?.test(runs)) ?? null;
}

/** The customary ports of a program on a kind of socket. */
export function customaryPorts(program: Program, kind: SocketKind): readonly PortSpan[] {
  if (kind === 'tcp') return program.tcp ?? [];
  if (kind === 'udp') return program.udp ?? [];
  return [];
}

export const isCustomary = (program: Program, kind: SocketKind, port: number): boolean =>
  spanHas(customaryPorts(program, kind), port);
