import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReeveError } from '../../src/core/errors.ts';
import {
  defaultThresholds,
  parseThreshold,
  thresholdNames,
  thresholdText,
} from '../../src/watch/thresholds.ts';
import { fuzzRuns } from '../fuzz.ts';

describe('a threshold', () => {
  it('has a text that says what moving it costs, and a value of its own that can be written', () => {
    expect(thresholdNames.length).toBeGreaterThan(10);
    for (const name of thresholdNames) {
      expect(thresholdText(name)).toMatch(/^[A-Z].{30,}\.$/);
      expect(parseThreshold(`${name}=${defaultThresholds[name]}`)).toEqual({
        name,
        value: defaultThresholds[name],
      });
    }
  });

  it('is read with blanks and fractions where these make sense', () => {
    expect(parseThreshold(' slowGap = 0.5 ')).toEqual({ name: 'slowGap', value: 0.5 });
  });

  it.each([
    ['scanPorts', 'its value is not a number'],
    ['scanPorts=', 'its value is not a number'],
    ['scanPorts=many', 'its value is not a number'],
    ['scanPorts=0x10', 'its value is not a number'],
    ['scanPorts=1e3', 'its value is not a number'],
    ['scanPorts=-4', 'its value is not a number'],
    ['scanPorts=4.5', 'its value is not a whole number'],
    ['scanPorts=1', 'its value is out of range'],
    ['trwTheta0=1', 'its value is out of range'],
    ['ports=4', 'there is none of this name'],
    ['__proto__=4', 'there is none of this name'],
    ['', 'there is none of this name'],
  ])('%s is refused: %s', (text, found) => {
    expect(() => parseThreshold(text)).toThrow(found);
  });

  it('is in its range or refused, whatever the text', () => {
    const name = fc.oneof(fc.constantFrom(...thresholdNames), fc.string());
    fc.assert(
      fc.property(
        name,
        fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String)),
        (name, value) => {
          try {
            const read = parseThreshold(`${name}=${value}`);
            expect(thresholdNames).toContain(read.name);
            expect(read.value).toBeGreaterThanOrEqual(0);
            expect(read.value).toBeLessThanOrEqual(1_000_000_000);
          } catch (error) {
            expect(isReeveError(error)).toBe(true);
          }
        },
      ),
      { numRuns: fuzzRuns(500) },
    );
  });
});
