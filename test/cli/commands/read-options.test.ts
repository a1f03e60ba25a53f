import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../src/cli/commands/read-options.ts';

const settings = (options: Parameters<typeof readSettings>[1], files = ['x']) => readSettings(files, options);

describe('the options of reeve read', () => {
  test('lists twenty as text and a thousand in a document, unless told', () => {
    expect(settings({}).limit).toBe(20);
    expect(settings({ json: true }).limit).toBe(1000);
    expect(settings({ limit: '7' }).limit).toBe(7);
    expect(settings({ limit: 'all' }).limit).toBe(Infinity);
  });

  test.each([
    ['+02:00', 120],
    ['-0930', -570],
    ['UTC', 0],
    ['Z', 0],
    ['+14:00', 840],
  ])('the zone %s', (zone, minutes) => {
    expect(settings({ zone }).reading.zoneMinutes).toBe(minutes);
  });

  test.each([
    { zone: 'Berlin' },
    { zone: '+15:00' },
    { zone: '+02:60' },
    { limit: '0' },
    { limit: '-1' },
    { limit: 'x' },
    { own: ['192.0.2.300'] },
    { own: ['192.0.2.1/24'] },
    { threshold: ['nothing=1'] },
    { threshold: ['scanPorts'] },
  ])('%j is refused', (options) => {
    expect(() => settings(options)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  test('a capture as a format is refused with the reason', () => {
    expect(() => settings({ format: 'pcap' })).toThrow('captures are always recognised by their content');
    expect(() => settings({ format: 'nothing' })).toThrow('there is none of this name');
    expect(settings({ format: 'UFW' }).reading.format).toBe('ufw');
  });

  test('thresholds are taken by name', () => {
    expect(settings({ threshold: ['scanPorts=9', 'sweepTargets=12'] }).reading.thresholds).toEqual({
      scanPorts: 9,
      sweepTargets: 12,
    });
  });

  test('standard input is read once, and one input is followed', () => {
    expect(() => settings({}, ['-', 'x', '-'])).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(() => settings({ follow: true }, ['a', 'b'])).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
