import { execFileSync, spawnSync } from 'node:child_process';
import type { Command } from '../pairs.ts';

const measure = `
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
`;

/** Largest resident size in MB and processor seconds of one whole run. */
export function cost(command: Command): { readonly peakMb: number; readonly cpuSeconds: number } {
  const [peak = 0, cpu = 0] = execFileSync('python3', ['-c', measure, ...command], { encoding: 'utf8' })
    .split(' ')
    .map(Number);
  return { peakMb: peak / 1024, cpuSeconds: cpu };
}

/** What a program printed, whatever it ended with. */
export function output([file, ...args]: Command): string {
  const { stdout, error } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  return stdout;
}

/** The part of a `portreeve/read/1` document that the benches compare and print. */
export interface ReadDocument {
  readonly input: { readonly packets?: number; readonly lines?: number };
  readonly totals: Readonly<Record<string, number>>;
  readonly sources: number;
  readonly scans: readonly {
    readonly source: string | null;
    readonly kind: string;
    readonly tool: { readonly name: string | null; readonly level: string };
    readonly ports: { readonly count: number };
    readonly packets: number;
  }[];
}

export const readDocument = (command: Command): ReadDocument => JSON.parse(output(command)) as ReadDocument;

/** `192.0.2.7 port-scan nmap (proven), 500 ports, 1002 packets`, one line a scan. */
export const scanLines = ({ scans }: ReadDocument, most = 5): readonly string[] =>
  scans
    .slice(0, most)
    .map(
      ({ source, kind, tool, ports, packets }) =>
        `    ${source ?? '-'} ${kind} ${tool.name ?? 'unknown tool'} (${tool.level}), ${ports.count} ports, ${packets} packets`,
    );
