import { describe, expect, test } from 'vitest';
import { verdictOf } from './machine.ts';
import { base } from './ordinary/base.ts';
import { containers } from './ordinary/containers.ts';
import { desktop } from './ordinary/desktop.ts';
import { developer } from './ordinary/developer.ts';
import { elsewhere } from './ordinary/elsewhere.ts';
import { ownMake } from './ordinary/own-make.ts';
import { server } from './ordinary/server.ts';

const rows = [...server, ...base, ...ownMake, ...desktop, ...developer, ...containers, ...elsewhere];

describe('what ordinary machines have gives no finding', () => {
  test.each(rows)('%s', (_name, listener, services, level) => {
    const verdict = verdictOf(listener, ...services);
    expect(
      verdict.because.filter((reason) => reason.level === 'suspect' || reason.level === 'wrong'),
    ).toEqual([]);
    expect(verdict.level).toBe(level);
    expect(verdict.because[0]?.level).toBe(level);
  });
});
