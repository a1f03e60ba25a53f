import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Probe } from '../../src/core/probe.ts';
import { createPcapngReader, createPcapReader, readInput } from '../../src/watch/capture/index.ts';
import { probeAt } from '../../src/watch/probe-at.ts';
import { captureNames, capturesFolder, capturesMissing } from '../watch/capture/real.ts';

const fields = [
  'frame.number',
  'frame.time_epoch',
  'ip.src',
  'ip.dst',
  'ip.proto',
  'ip.ttl',
  'ip.id',
  'ip.len',
  'ip.flags.df',
  'ip.dsfield',
  'tcp.srcport',
  'tcp.dstport',
  'udp.srcport',
  'udp.dstport',
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.flags',
  'tcp.window_size_value',
  'tcp.hdr_len',
  'tcp.options.mss_val',
  'tcp.options.wscale.shift',
  'tcp.options.timestamp.tsval',
  'tcp.options.timestamp.tsecr',
  'tcp.len',
  'udp.length',
  'icmp.type',
  'icmp.code',
  'icmp.ident',
  'icmp.seq',
] as const;

type Row = Readonly<Record<(typeof fields)[number], string>>;

const missing = capturesMissing || spawnSync('tshark', ['--version']).status !== 0;

/** What the other dissector says of each packet; of fields that come twice (quoted packets) all, with commas. */
function rowsOf(file: string): readonly Row[] {
  const { stdout, status, stderr } = spawnSync(
    'tshark',
    ['-n', '-r', file, '-T', 'fields', '-E', 'occurrence=a', ...fields.flatMap((field) => ['-e', field])],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const cells = line.split('\t');
      return Object.fromEntries(fields.map((field, index) => [field, cells[index] ?? ''])) as Row;
    });
}

async function probesOf(file: string): Promise<readonly Probe[]> {
  const probes: Probe[] = [];
  const { summary } = await readInput({ path: file }, (kind) => {
    const make = kind === 'pcapng' ? createPcapngReader : createPcapReader;
    return make((batch) => {
      for (let index = 0; index < batch.size; index++) probes.push(probeAt(batch, index));
    });
  });
  expect(summary).toMatchObject({ records: probes.length, skipped: [], damaged: false });
  return probes;
}

const first = (cell: string): string => cell.split(',', 1)[0] ?? '';
const number = (cell: string): number | null => (cell === '' ? null : Number(first(cell)));
const last = (cell: string): number | null => (cell === '' ? null : Number(cell.split(',').at(-1)));

const letters = ['F', 'S', 'R', 'P', 'A', 'U', 'E', 'C', 'N'];
const flagsOf = (cell: string): string | null =>
  cell === '' ? null : letters.filter((_, bit) => (Number(first(cell)) & (1 << bit)) !== 0).join('');

/** The numbers behind an option's name, as they are in `options`. */
const valueOf = (probe: Probe, name: string, index = 1): number | null => {
  const found = probe.options?.find((option) => option.startsWith(`${name} `));
  return found === undefined ? null : Number(found.split(' ')[index]);
};

const protocols: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp' };

const isEcho = (row: Row): boolean => ['0', '8'].includes(first(row['icmp.type']));

/** Behind the ICMP error's own addresses stand those of the packet that it quotes. */
function quotedBy(row: Row): Record<string, unknown> | null {
  const second = (cell: string): string | undefined => cell.split(',')[1];
  const protocol = second(row['ip.proto']);
  if (protocol === undefined) return null;
  const name = protocols[protocol];
  return {
    source: second(row['ip.src']),
    destination: second(row['ip.dst']),
    protocol: name,
    sourcePort: name === 'icmp' ? null : number(row[name === 'udp' ? 'udp.srcport' : 'tcp.srcport']),
    destinationPort: name === 'icmp' ? null : number(row[name === 'udp' ? 'udp.dstport' : 'tcp.dstport']),
  };
}

/** Both sides in the same words, so that a difference shows which field and which packet. */
function theirs(row: Row): Record<string, unknown> {
  const tcp = protocols[first(row['ip.proto'])] === 'tcp';
  const udp = protocols[first(row['ip.proto'])] === 'udp';
  return {
    number: Number(row['frame.number']),
    time: Math.round(Number(row['frame.time_epoch']) * 1e6),
    source: first(row['ip.src']),
    destination: first(row['ip.dst']),
    protocol: protocols[first(row['ip.proto'])],
    ttl: number(row['ip.ttl']),
    id: number(row['ip.id']),
    length: number(row['ip.len']),
    dontFragment: first(row['ip.flags.df']) === 'True' || first(row['ip.flags.df']) === '1',
    tos: number(row['ip.dsfield']),
    ports:
      tcp || udp
        ? [number(row[tcp ? 'tcp.srcport' : 'udp.srcport']), number(row[tcp ? 'tcp.dstport' : 'udp.dstport'])]
        : [null, null],
    sequence: tcp ? number(row['tcp.seq_raw']) : null,
    acknowledgement: tcp ? number(row['tcp.ack_raw']) : null,
    flags: tcp ? flagsOf(row['tcp.flags']) : null,
    window: tcp ? number(row['tcp.window_size_value']) : null,
    headerLength: tcp ? number(row['tcp.hdr_len']) : null,
    mss: tcp ? last(row['tcp.options.mss_val']) : null,
    windowScale: tcp ? last(row['tcp.options.wscale.shift']) : null,
    timestamps: tcp
      ? [number(row['tcp.options.timestamp.tsval']), number(row['tcp.options.timestamp.tsecr'])]
      : [null, null],
    payload: tcp ? number(row['tcp.len']) : udp ? Number(first(row['udp.length'])) - 8 : undefined,
    icmp:
      number(row['icmp.type']) === null
        ? null
        : { type: number(row['icmp.type']), code: number(row['icmp.code']) },
    echo: isEcho(row) ? { id: number(row['icmp.ident']), sequence: number(row['icmp.seq']) } : null,
    quoted: quotedBy(row),
  };
}

function ours(probe: Probe): Record<string, unknown> {
  return {
    number: probe.ordinal,
    time: probe.at,
    source: probe.source,
    destination: probe.destination,
    protocol: probe.protocol,
    ttl: probe.ttl,
    id: probe.ipId,
    length: probe.length,
    dontFragment: probe.dontFragment,
    tos: probe.tos,
    ports: [probe.sourcePort, probe.destinationPort],
    sequence: probe.sequence,
    acknowledgement: probe.acknowledgement,
    flags: probe.flags,
    window: probe.window,
    headerLength: probe.headerLength,
    mss: valueOf(probe, 'mss'),
    windowScale: valueOf(probe, 'wscale'),
    timestamps: [valueOf(probe, 'TS'), valueOf(probe, 'TS', 2)],
    payload: probe.protocol === 'icmp' ? undefined : probe.payloadLength,
    icmp: probe.icmp,
    echo: probe.echo,
    quoted: probe.quoted,
  };
}

describe.skipIf(missing)(
  'packet by packet as tshark reads them (needs tshark and ../shared/captures)',
  () => {
    it.each(captureNames)('%s', { timeout: 120_000 }, async (name) => {
      const file = path.join(capturesFolder, name);
      const probes = await probesOf(file);
      const rows = rowsOf(file);
      expect(probes.length).toBe(rows.length);
      for (const [index, probe] of probes.entries()) {
        const row = rows[index];
        if (row === undefined) throw new Error('unreachable: as many rows as probes');
        expect(ours(probe)).toEqual(theirs(row));
      }
    });

    it('sees every capture that is there', () => {
      expect(captureNames.length).toBeGreaterThanOrEqual(9);
    });
  },
);
