import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseProcSctpLine } from '../../../../src/inspect/linux/sockets/proc-sctp.ts';
import { fuzzRuns } from '../../../fuzz.ts';

// In the form of net/sctp/proc.c; no kernel with SCTP was at hand to record one.
const line =
  '000000002a1e4b0c 00000000f1b7c5e2 0   10  29   36412    0 48109 10.0.0.5 0000:0000:0000:0000:0000:0000:0000:0001 ';

test('an endpoint with two addresses', () => {
  expect(parseProcSctpLine(line)).toEqual({
    ok: true,
    value: { state: 10, port: 36_412, uid: 0, inode: 48_109, addresses: ['10.0.0.5', '::1'] },
  });
});

test('any line is read or refused, and every address is one', () => {
  fc.assert(
    fc.property(fc.nat(120), fc.nat(10), fc.string({ maxLength: 10 }), (at, size, text) => {
      const read = parseProcSctpLine(line.slice(0, at) + text + line.slice(at + size));
      if (read.ok) for (const address of read.value.addresses) expect(address).toMatch(/^[0-9a-f.:]+$/i);
      else expect(read.error).toContain('a line of /proc/net/sctp/eps');
    }),
    { numRuns: fuzzRuns(300) },
  );
});
