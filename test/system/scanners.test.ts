/**
 * Debian's own scanners over a veth pair: what `reeve read` says of the capture, and what `reeve watch` said live, must
 * name each of them by the address that it was given. One run of all; each case has a source of its own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entry } from '../cli/end-to-end/reeve.ts';
import { end, type Lab, noLab, startLab } from '../fixtures/lab.ts';

interface Said {
  readonly source: string | null;
  readonly sources: readonly string[];
  readonly kind: string;
  readonly transport: string;
  readonly tool: { readonly name: string | null; readonly level: string; readonly version: string | null };
  readonly ports: { readonly count: number };
  readonly targets: { readonly count: number };
}

const target = '10.77.0.2';
const block = '10.78.0.0/24';
const from = (n: number): string => `10.77.0.${100 + n}`;
const words = (text: string): readonly string[] => text.split(' ');
const nmap = (n: number, args: string): readonly string[] =>
  words(`nmap -n -Pn -e link0 -S ${from(n)} --max-retries 1 ${args}`);
const masscan = (n: number, args: string): readonly string[] =>
  words(
    `masscan --rate 2000 -e link0 --router-mac 02-00-00-00-77-02 --adapter-ip ${from(n)} --wait 0 ${args}`,
  );

interface Case {
  readonly name: string;
  readonly source: string;
  readonly run: readonly string[];
  readonly transport: 'tcp' | 'udp';
  readonly kind: string;
  readonly tool: string;
  /** Where every port answers with a reset, nmap shows one sequence number only, and a relation needs two. */
  readonly levels: readonly string[];
}

const ports = { kind: 'port-scan', transport: 'tcp', levels: ['proven', 'likely'] } as const;
const sweep = { ...ports, kind: 'host-sweep' } as const;
const guessed = ['likely', 'possible'] as const;
const zmap = `zmap -p 2244 -i link0 -G 02:00:00:00:77:02 -S ${from(16)} -b /dev/null -r 2000 -c 1 -o - --disable-syslog`;
const nmaps = { '-sS': 1, '-sA': 2, '-sN': 3, '-sF': 4, '-sX': 5, '-O': 8, '-sM': 18 };

const cases: readonly Case[] = [
  ...Object.entries(nmaps).map(([way, n]) => ({
    ...ports,
    name: `nmap ${way}`,
    source: from(n),
    run: nmap(n, `${way} -p1-100 ${target}`),
    tool: 'nmap',
  })),
  {
    ...ports,
    name: 'nmap -sU',
    source: from(6),
    run: nmap(6, `-sU -p1-20,53,123,161,1900 ${target}`),
    transport: 'udp',
    tool: 'nmap',
    levels: ['proven', 'likely', 'possible'],
  },
  {
    ...ports,
    name: 'nmap -sT',
    source: from(7),
    run: nmap(7, `-sT -p1-100 ${target}`),
    tool: 'kernel connect',
    levels: guessed,
  },
  {
    ...sweep,
    name: 'nmap over a block',
    source: from(13),
    run: nmap(13, `-sS -p2244 ${block}`),
    tool: 'nmap',
  },
  {
    ...ports,
    name: 'masscan',
    source: from(14),
    run: masscan(14, `${target} -p1-300`),
    tool: 'masscan',
    levels: ['proven'],
  },
  {
    ...sweep,
    name: 'masscan over UDP',
    source: from(15),
    run: masscan(15, `${block} -pU:161,U:53`),
    transport: 'udp',
    tool: 'masscan',
  },
  {
    ...sweep,
    name: 'zmap',
    source: from(16),
    run: words(`${zmap} ${block}`),
    tool: 'zmap',
    levels: ['proven'],
  },
  {
    ...ports,
    name: 'hping3',
    source: from(17),
    run: words(`hping3 -S -p ++1 -c 60 -i u5000 -a ${from(17)} ${target}`),
    tool: 'hping',
    levels: guessed,
  },
  {
    ...ports,
    name: 'nmap over IPv6',
    source: 'fd77::1',
    run: words('nmap -6 -n -Pn -sS -p1-100 --max-retries 1 fd77::2'),
    tool: 'nmap',
  },
];
const decoys = [9, 10, 11, 12];

interface Document {
  readonly scans: readonly Said[];
  readonly backscatter: { readonly packets: number };
  readonly floods: readonly unknown[];
}

const needed = [
  '/usr/bin/nmap',
  '/usr/bin/masscan',
  '/usr/sbin/zmap',
  '/usr/sbin/hping3',
  '/usr/bin/tcpdump',
];
const missing = needed.filter((file) => !existsSync(file));
const reason = noLab() ?? (missing.length === 0 ? null : `${missing.join(', ')} missing`);

const parsed = (text: string): unknown => JSON.parse(text);

function readBack(file: string): Document {
  const { stdout } = spawnSync(process.execPath, [entry, 'read', file, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return parsed(stdout) as Document;
}

/** What `reeve watch --json` said last of each event. */
function lastWords(lines: string): readonly Said[] {
  const scans = new Map<string, Said>();
  for (const line of lines.split('\n').filter((text) => text !== '')) {
    const event = parsed(line) as { readonly key: string; readonly type?: string; readonly scan?: Said };
    if (event.type === 'scan' && event.scan !== undefined) scans.set(event.key, event.scan);
  }
  return [...scans.values()];
}

interface Watched {
  readonly read: Document;
  readonly live: readonly Said[];
}

/** Captures and watches the lab while `act` runs. */
async function watching(lab: Lab, folder: string, act: () => void | Promise<void>): Promise<Watched> {
  const file = path.join(folder, 'lab.pcap');
  const dump = lab.start('watched', 'tcpdump', '-i', 'link0', '-s', '256', '-B', '16384', '-U', '-w', file);
  const watch = lab.start(
    'watched',
    process.execPath,
    entry,
    'watch',
    '--iface',
    'link0',
    '--json',
    '--no-store',
  );
  let lines = '';
  let said = '';
  watch.stdout?.on('data', (chunk: Buffer) => {
    lines += chunk.toString();
  });
  watch.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await pause(3000);
  if (watch.exitCode !== null) throw new Error(`reeve watch ended: ${said}`);
  await act();
  await pause(1500);
  await end(dump, 'SIGINT');
  await end(watch, 'SIGINT');
  return { read: readBack(file), live: lastWords(lines) };
}

const pick = (scans: readonly Said[], { source, transport }: Case): Said | undefined =>
  scans.find((scan) => scan.source === source && scan.transport === transport);

describe.skipIf(reason !== null)(
  `scanners of Debian, live and from the capture${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let folder = '';
    let lab: Lab | null = null;
    let seen: Watched | null = null;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'reeve-scanners-'));
      const made = startLab({ probers: 20 });
      lab = made;
      seen = await watching(made, folder, () => {
        for (const {
          run: [file = '', ...args],
        } of cases)
          made.run('prober', file, ...args);
        const me = [...decoys.slice(1, 3).map(from), 'ME', from(decoys[3] ?? 0)].join(',');
        const [file = '', ...args] = nmap(decoys[0] ?? 0, `-sS -p1-100 -D ${me} ${target}`);
        made.run('prober', file, ...args);
      });
    }, 120_000);

    afterAll(async () => {
      await lab?.stop();
      if (folder !== '') rmSync(folder, { recursive: true, force: true });
    });

    describe.each(['capture', 'live'] as const)('%s', (way) => {
      const scans = (): readonly Said[] => (way === 'live' ? seen?.live : seen?.read.scans) ?? [];

      it.each(cases)('$name', (one) => {
        const said = pick(scans(), one);
        expect(
          said,
          `nothing was said of ${one.source}; of others: ${scans()
            .map(({ source, kind }) => `${source} ${kind}`)
            .join(', ')}`,
        ).toBeDefined();
        expect(said).toMatchObject({ kind: one.kind, tool: { name: one.tool } });
        expect(one.levels).toContain(said?.tool.level);
      });

      it('nmap with decoys is one scan from four addresses', () => {
        const found = scans().filter(({ kind }) => kind === 'decoy-scan');
        expect(found).toHaveLength(1);
        expect(found[0]?.sources.toSorted()).toEqual(decoys.map(from).toSorted());
        expect(found[0]?.tool.name).toBe('nmap');
        expect(ports.levels).toContain(found[0]?.tool.level);
      });

      it('blames nobody else', () => {
        const known = new Set([...cases.map(({ source }) => source), ...decoys.map(from)]);
        const blamed = scans().flatMap(({ source, sources }) => (source === null ? sources : [source]));
        expect(blamed.filter((address) => !known.has(address))).toEqual([]);
      });
    });
  },
);

describe.skipIf(reason !== null)(`ordinary traffic${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let folder = '';
  let lab: Lab | null = null;
  let seen: Watched | null = null;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'reeve-ordinary-'));
    const made = startLab({ probers: 30 });
    lab = made;
    const script = path.join(import.meta.dirname, '../fixtures/ordinary.py');
    const addresses = Array.from({ length: 30 }, (_, n) => from(n + 1));
    const server = made.start('prober', 'python3', script, 'serve', ...addresses);
    await new Promise<void>((resolve) => {
      server.stdout?.once('data', () => resolve());
    });
    seen = await watching(made, folder, () => {
      made.run('watched', 'python3', script, 'use', ...addresses);
    });
  }, 120_000);

  afterAll(async () => {
    await lab?.stop();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  it('was really there', () => {
    const { stdout } = spawnSync('capinfos', ['-c', '-M', path.join(folder, 'lab.pcap')], {
      encoding: 'utf8',
    });
    expect(Number(/packets:\s+(\d+)/.exec(stdout)?.[1])).toBeGreaterThan(1500);
  });

  it('is no scan in the capture, nobody is a victim, nothing is a flood', () => {
    expect(seen?.read.scans).toEqual([]);
    expect(seen?.read.backscatter.packets).toBe(0);
    expect(seen?.read.floods).toEqual([]);
  });

  it('is no scan live', () => {
    expect(seen?.live).toEqual([]);
  });
});
