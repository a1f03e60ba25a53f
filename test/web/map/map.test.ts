import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRegistry } from '../../../src/registry/index.ts';
import { mapFiles } from '../../../src/web/map/files.ts';
import { holderOf } from '../../../src/web/map/holder.ts';
import {
  baseBytes,
  dossierBit,
  namedRangeBit,
  type NameRow,
  readBase,
  statusAt,
} from '../../../src/web/map/layout.ts';
import { mapMachine } from '../../../src/web/map/machine.ts';
import { lightTones } from '../../../src/web/map/picture.ts';
import { palettePng } from '../../../src/web/map/png.ts';
import { toneOf, tones } from '../../../src/web/map/tones.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { fakeMachine } from '../machine.ts';

const registry = openRegistry({
  ownTable: '/nonexistent',
  systemTable: '/nonexistent',
  services: '/nonexistent',
});
const files = mapFiles(registry);
const body = (name: string): Uint8Array => files.file(name)?.body ?? new Uint8Array();

describe("the map's base", () => {
  it('says of each port what the registry says', () => {
    const base = readBase(body('base.bin'));
    if (base === null) throw new Error('The base cannot be read');
    for (const port of [
      0, 1, 22, 80, 443, 1023, 1024, 2174, 2244, 2504, 6000, 6063, 49_151, 49_152, 60_000, 65_535,
    ]) {
      for (const transport of ['tcp', 'udp'] as const) {
        const [first] = registry.lookup(port, transport);
        expect([port, transport, statusAt(base[transport], port)]).toEqual([port, transport, first?.status]);
        expect((base[transport][port] ?? 0) & dossierBit).toBe(
          registry.dossierFor(port) === null ? 0 : dossierBit,
        );
      }
    }
    const counts = [0, 1024, 49_152].map((from) => registry.rangeInfo(from).counts?.assignedOn.tcp);
    const assigned = base.tcp.filter((_, port) => statusAt(base.tcp, port) === 'assigned').length;
    expect(assigned).toBe(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0));
    expect((base.tcp[6010] ?? 0) & namedRangeBit).toBe(namedRangeBit);
    expect((base.tcp[2504] ?? 0) & namedRangeBit).toBe(0);
  });

  it('is refused where it is something else', () => {
    expect(readBase(new Uint8Array(baseBytes))).toBeNull();
    expect(readBase(body('base.bin').subarray(1))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(readBase(bytes)).toBeNull();
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('is small on the wire', async () => {
    const { brotliCompressSync } = await import('node:zlib');
    expect(brotliCompressSync(body('base.bin')).length).toBeLessThan(10_000);
  });
});

describe('names', () => {
  it('are in the row of their port, once for both transports where they are the same', () => {
    const row = JSON.parse(new TextDecoder().decode(body('names/9.json'))) as readonly NameRow[];
    expect(row.every(([port]) => port >> 8 === 9)).toBe(true);
    expect(row.find(([port]) => port === 2504)).toEqual([2504, 'tu', 'wlbs', 'WLBS']);
    expect(row.every(([, , , text]) => text.length <= 60)).toBe(true);
    expect(JSON.parse(new TextDecoder().decode(body('names/255.json')))).toEqual([]);
  });

  it('are in no other file', () => {
    for (const name of [
      'names/256.json',
      'names/-1.json',
      'names/01.json',
      '../base.bin',
      '',
      'machine.json',
    ]) {
      expect(files.file(name)).toBeNull();
    }
    expect(files.names).toHaveLength(258);
    for (const name of files.names) expect(files.file(name)).not.toBeNull();
  });
});

describe('the picture for browsers without script', () => {
  it('has a tone for each port, as the style has them', () => {
    const png = Buffer.from(body('picture.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
    const at = png.indexOf('IDAT') + 4;
    const lines = inflateSync(png.subarray(at, at + png.readUInt32BE(at - 8)));
    const base = readBase(body('base.bin'));
    for (const port of [22, 2504, 6, 60_000]) {
      expect(lines[(port >> 8) * 257 + 1 + (port & 255)]).toBe(toneOf(port, base?.tcp[port] ?? 0));
    }
    const css = readFileSync(new URL('../../../src/web/look/style/map.css', import.meta.url), 'utf8');
    for (const tone of tones) {
      const hex = lightTones[tone].map((channel) => channel.toString(16).padStart(2, '0')).join('');
      expect(css).toContain(`--map-${tone}: #${hex};`);
    }
  });

  it('has right checksums', () => {
    const png = palettePng(2, 1, Uint8Array.from([0, 1]), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    // As every PNG ends: an empty chunk and its well-known checksum.
    expect(png.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });
});

describe('what of a machine is shown', () => {
  it('is its listeners with port and the ports that were knocked at, as of a moment', () => {
    const machine = fakeMachine();
    try {
      machine.view.knocked.tcp[2504] = 3;
      machine.view.knocked.udp[65_535] = 1;
      machine.announce({ type: 'status' });
      const shown = mapMachine(machine.view);
      expect(shown.at).toBe('test1-1');
      expect(shown.knocked).toEqual({ tcp: [[2504, 3]], udp: [[65_535, 1]] });
      const ports = machine.view.listeners
        .all()
        .filter(({ listener: { kind, port } }) => port !== null && (kind === 'tcp' || kind === 'udp'));
      expect(shown.listeners).toHaveLength(ports.length);
      expect(shown.listeners.find(([port]) => port === 22)?.slice(1, 4)).toEqual([
        'tcp',
        '0.0.0.0',
        'expected',
      ]);
    } finally {
      machine.close();
    }
  });

  it('names who holds it harmlessly and briefly', () => {
    const nobody = { unit: null, container: null, kernel: null };
    const held = (comm: string): string | null => holderOf({ ...nobody, owners: [{ comm }] });
    expect(held('\u202eevil\u0007<b>')).toBe(String.raw`\u{202e}evil\x07<b>`);
    expect(held('x'.repeat(500))?.length).toBe(60);
    expect(holderOf({ ...nobody, owners: [] })).toBeNull();
    expect(holderOf({ ...nobody, owners: [{ comm: 'nginx' }], unit: { name: 'nginx.service' } })).toBe(
      'nginx (nginx.service)',
    );
    expect(holderOf({ ...nobody, owners: [], kernel: { what: 'WireGuard' } })).toBe('WireGuard');
  });
});
