import { describe, expect, test } from 'vitest';
import { ethernet, ipv4, join, pcapFile, tcp, tcpOptions } from '../packets.ts';
import { readBytes } from './real.ts';

const options = join(
  tcpOptions.mss(1460),
  tcpOptions.sackOk,
  tcpOptions.timestamp(0xda89bc76, 0),
  tcpOptions.nop,
  tcpOptions.windowScale(7),
);
const tick = 0xd095;

/** Connections that a kernel opened within one tick of its clock: `id ^ sequence` is that tick. */
const connections = [0x14d9e3f5, 0x3939a710, 0xf71da86b, 0xc1611554, 0xb5a71f94].map((sequence, index) => ({
  time: 1_600_000_000e6 + index * 100,
  bytes: ethernet(
    ipv4(tcp({ sequence, sourcePort: 52_244 + index * 2, window: 29_200, options }), {
      id: (sequence ^ tick) & 0xffff,
      dontFragment: true,
    }),
  ),
}));

describe('a kernel whose IP ids follow its clock', () => {
  test('is not taken for masscan behind a translation', async () => {
    const { findings } = await readBytes(pcapFile(connections));
    expect(findings.scans.map(({ tool }) => tool.name)).not.toContain('masscan');
    expect(findings.scans).toHaveLength(1);
  });
});
