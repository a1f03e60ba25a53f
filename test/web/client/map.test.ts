import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, portAt, side } from '../../../src/web/client/map/geometry.ts';
import { Glows, rest } from '../../../src/web/client/map/glows.ts';
import { readHash, writeHash } from '../../../src/web/client/map/hash.ts';
import { ledTo } from '../../../src/web/client/map/keys.ts';
import { gravest, MapModel } from '../../../src/web/client/map/model.ts';
import { rampOf, stepOf } from '../../../src/web/client/map/ramp-scale.ts';
import {
  cellUnder,
  cornerOf,
  movedBy,
  nextCell,
  resized,
  showing,
  whole,
  zoomed,
} from '../../../src/web/client/map/view.ts';
import { fuzzRuns } from '../../fuzz.ts';

const aPort = fc.integer({ min: 0, max: 65_535 });
const anOrder = fc.constantFrom('rows' as const, 'hilbert' as const);

describe('where ports are in the picture', () => {
  it('is one cell for each port, and back', () => {
    for (const order of ['rows', 'hilbert'] as const) {
      const seen = new Set<number>();
      const wrong: number[] = [];
      for (let port = 0; port < 65_536; port++) {
        const cell = cellOf(port, order);
        seen.add(cell.y * side + cell.x);
        if (portAt(cell, order) !== port) wrong.push(port);
      }
      expect([seen.size, wrong]).toEqual([65_536, []]);
    }
    expect(portAt({ x: -1, y: 0 }, 'rows')).toBeNull();
    expect(portAt({ x: 0, y: 256 }, 'hilbert')).toBeNull();
  });

  it('keeps neighbours together along the curve, and each range of a quarter in a square', () => {
    const steps = new Set<number>();
    for (let port = 1; port < 65_536; port++) {
      const [a, b] = [cellOf(port - 1, 'hilbert'), cellOf(port, 'hilbert')];
      steps.add(Math.abs(a.x - b.x) + Math.abs(a.y - b.y));
    }
    expect([...steps]).toEqual([1]);
    const dynamic = Array.from({ length: 16_384 }, (_, step) => cellOf(49_152 + step, 'hilbert'));
    expect(Math.max(...dynamic.map(({ x }) => x)) - Math.min(...dynamic.map(({ x }) => x))).toBe(127);
    expect(Math.max(...dynamic.map(({ y }) => y)) - Math.min(...dynamic.map(({ y }) => y))).toBe(127);
  });
});

describe('the view', () => {
  const aView = fc
    .record({
      size: fc.integer({ min: 1, max: 8 }).map((cells) => cells * 256),
      cell: fc.integer({ min: 1, max: 200 }),
      x: fc.integer({ min: -40_000, max: 0 }),
      y: fc.integer({ min: -40_000, max: 0 }),
    })
    .map((view) =>
      movedBy(
        zoomed({ ...view, cell: Math.max(view.cell, view.size / 256) }, view.cell, 200, { x: 0, y: 0 }),
        { x: 0, y: 0 },
      ),
    );

  it('never leaves the picture, and has parts of pixels only where the whole is seen', () => {
    fc.assert(
      fc.property(
        aView,
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: -500, max: 500 }),
        fc.constantFrom(1 as const, -1 as const),
        (view, x, y, direction) => {
          for (const next of [
            movedBy(view, { x, y }),
            zoomed(view, nextCell(view.cell, direction), 200, { x: Math.abs(x), y: Math.abs(y) }),
            resized(view, 512),
            showing(view, { x: Math.abs(x) % 256, y: Math.abs(y) % 256 }),
          ]) {
            for (const number of [next.size, next.x, next.y]) expect(Number.isInteger(number)).toBe(true);
            expect(Number.isInteger(next.cell) || next.cell === next.size / side).toBe(true);
            expect(next.x).toBeLessThanOrEqual(0);
            expect(next.x + next.cell * side).toBeGreaterThanOrEqual(next.size);
            expect(next.y + next.cell * side).toBeGreaterThanOrEqual(next.size);
          }
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('keeps what is under the pointer while it zooms, to a cell', () => {
    let view = whole(1024);
    const point = { x: 700, y: 301 };
    const under = cellUnder(view, point);
    for (let step = 0; step < 10; step++) view = zoomed(view, nextCell(view.cell, 1), 200, point);
    const now = cellUnder(view, point);
    expect(Math.abs(now.x - under.x) + Math.abs(now.y - under.y)).toBeLessThanOrEqual(1);
    expect(view.cell).toBeGreaterThan(40);
  });

  it('brings a cell into sight', () => {
    const view = showing(zoomed(whole(1024), 64, 200, { x: 0, y: 0 }), { x: 200, y: 9 });
    const corner = cornerOf(view, { x: 200, y: 9 });
    expect(corner.x).toBeGreaterThanOrEqual(0);
    expect(corner.x + view.cell).toBeLessThanOrEqual(view.size);
  });
});

describe('keys', () => {
  it('lead to a port or nowhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'ArrowLeft',
          'ArrowRight',
          'ArrowUp',
          'ArrowDown',
          'Home',
          'End',
          'PageUp',
          'PageDown',
        ),
        fc.boolean(),
        aPort,
        anOrder,
        (key, control, port, order) => {
          const next = ledTo(key, control, port, order);
          expect(next).toSatisfy((value) => Number.isInteger(value) && value >= 0 && value <= 65_535);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
    expect([ledTo('a', false, 5, 'rows'), ledTo('ArrowLeft', false, 256, 'rows')]).toEqual([null, 255]);
    expect([ledTo('End', false, 300, 'rows'), ledTo('PageUp', false, 5000, 'rows')]).toEqual([511, 904]);
  });
});

describe('the choice in the address', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(aPort, fc.constantFrom('tcp' as const, 'udp' as const), (port, transport) => {
        expect(readHash(writeHash({ port, transport }))).toEqual({ port, transport });
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('is nothing where it is no port', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readHash(`#${text}`);
        expect(read === null || /^\d{1,5}(\/(tcp|udp))?$/.test(text)).toBe(true);
      }),
      { numRuns: fuzzRuns(300) },
    );
    for (const hash of ['', '#', '#65536', '#-1', '#2504abc', '#22/sctp', '#٢٢', '#1e3']) {
      expect(readHash(hash)).toBeNull();
    }
  });
});

describe('glows', () => {
  it('fade, and are not lit anew within their rest', () => {
    const glows = new Glows();
    glows.light(22, 1000);
    glows.light(22, 1000 + rest - 1);
    expect([...glows.seen(1900)]).toEqual([[22, 0.5]]);
    glows.light(22, 1000 + rest);
    expect([...glows.seen(1000 + rest)]).toEqual([[22, 0]]);
    expect([...glows.seen(10_000)]).toEqual([]);
    expect(glows.any).toBe(false);
  });

  it('do not grow without end', () => {
    const glows = new Glows();
    for (let port = 0; port < 65_536; port++) glows.light(port, 0);
    expect([...glows.seen(1)]).toHaveLength(4096);
  });
});

describe('colours of counts', () => {
  it('rise with the logarithm and end somewhere', () => {
    expect([1, 10, 100, 10_000, 4_000_000_000].map(stepOf)).toEqual([0, 10, 20, 40, 40]);
    for (const dark of [true, false]) {
      const light = rampOf(dark).map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue);
      const sorted = light.toSorted((a, b) => (dark ? a - b : b - a));
      expect(light).toEqual(sorted);
      expect(light).toHaveLength(41);
    }
  });
});

describe('what the picture knows', () => {
  const machine = {
    at: 'e-1',
    listeners: [
      [22, 'tcp', '0.0.0.0', 'expected', 'public', 'sshd'],
      [22, 'tcp', '::', 'wrong', 'public', null],
    ],
    knocked: { tcp: [[23, 4]], udp: [] },
  } as const;

  it('is loaded, told of more, and loaded anew', () => {
    const model = new MapModel();
    model.load(machine);
    model.knock('tcp', 23, 3);
    expect(model.knocks('tcp', 23)).toBe(7);
    expect(gravest(model.listeners('tcp', 22))).toBe('wrong');
    model.close('tcp', 22, '::');
    expect(gravest(model.listeners('tcp', 22))).toBe('expected');
    model.close('tcp', 22, '0.0.0.0');
    expect(model.listening('tcp').size).toBe(0);
    model.load(machine);
    expect([model.knocks('tcp', 23), model.listening('tcp').size]).toEqual([4, 1]);
  });

  it('has a listener of one address once', () => {
    const model = new MapModel();
    for (let time = 0; time < 3; time++) model.open([80, 'tcp', '::', 'expected', 'public', 'nginx']);
    expect(model.listeners('tcp', 80)).toHaveLength(1);
  });

  it('counts no further than it can', () => {
    const model = new MapModel();
    model.knock('udp', 53, 0xff_ff_ff_ff);
    model.knock('udp', 53, 10);
    expect(model.knocks('udp', 53)).toBe(0xff_ff_ff_ff);
  });
});
