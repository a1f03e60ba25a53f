import { expect, test } from 'vitest';
import { readBytes } from './real.ts';

/** A SYN in ufw's words, a second after the one before. */
const line = (second: number, word: string, source: string, port: number): string => {
  const stamp = `Feb 16 21:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
  return `${stamp} h kernel: [${1000 + second}.5] [UFW ${word}] IN=eth0 OUT= SRC=${source} DST=203.0.113.10 LEN=60 TOS=0x00 PREC=0x00 TTL=54 ID=${1 + second * 97} DF PROTO=TCP SPT=${40_000 + second} DPT=${port} WINDOW=64240 RES=0x00 SYN URGP=0\n`;
};

const visitors = Array.from({ length: 100 }, (_, i) => line(i, 'AUDIT', `81.2.${i}.${i + 1}`, 443)).join('');
const read = async (text: string) => (await readBytes(new TextEncoder().encode(text))).findings;

test('audited visitors of a service are no campaign', async () => {
  expect((await read(visitors)).scans).toEqual([]);
});

test('a scan whose packets are audited and then blocked is found beside them', async () => {
  const scan = Array.from(
    { length: 30 },
    (_, i) => line(200 + i, 'AUDIT', '8.8.4.4', 20 + i) + line(200 + i, 'BLOCK', '8.8.4.4', 20 + i),
  ).join('');
  const { scans } = await read(visitors + scan);
  expect(scans.map(({ kind, source, ports }) => [kind, source, ports.count])).toEqual([
    ['port-scan', '8.8.4.4', 30],
  ]);
});
