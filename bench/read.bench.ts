/**
 * A capture file of 6.6 million SYN packets: the whole analysis against `tcpdump -r F -w /dev/null`, which only copies
 * it. The file is made by the bench and taken away; what reeve counted is compared with what was put in before anything
 * is timed. Then tshark on a shorter file, with what each found.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSynCapture } from './load/capture.ts';
import { cost, output, readDocument, scanLines } from './load/tools.ts';
import { type Command, pair, row, timeOnce } from './pairs.ts';

const runs = Number(process.env['RUNS'] ?? 11);
const reeve = path.resolve('dist/reeve.cjs');
const node = process.execPath;
const million = 1e6;

function main(folder: string): void {
  if (!existsSync(reeve)) throw new Error('dist/reeve.cjs is missing: npm run build');
  const file = path.join(folder, 'syn.pcap');
  const made = writeSynCapture(file, { packets: 6_600_000, sources: 59_999, pairs: 2_000_000, seed: 1 });
  const document = readDocument([node, reeve, 'read', file, '--json']);
  if (document.input.packets !== made.packets || document.sources !== made.sources) {
    throw new Error(
      `reeve counted ${document.input.packets} packets of ${document.sources} sources; ${made.packets} of ${made.sources} were put in`,
    );
  }
  console.log(
    `${(statSync(file).size / million).toFixed(1)} MB, ${made.packets} SYN, ${made.sources} sources, ${made.pairs} pairs of source and port; reeve counts the same packets and sources`,
  );
  const mine: Command = [node, reeve, 'read', file];
  const tcpdump: Command = ['tcpdump', '-r', file, '-w', '/dev/null'];
  const whole = pair(
    () => timeOnce(mine),
    () => timeOnce(tcpdump),
    runs,
  );
  console.log(row('reeve read, 6.6 M SYN, whole process', 'tcpdump -w', whole, 1));
  const capinfos: Command = ['capinfos', '-c', '-M', file];
  const counted = pair(
    () => timeOnce(mine),
    () => timeOnce(capinfos),
    3,
  );
  console.log(row('the same', 'capinfos -c', counted));
  const { peakMb, cpuSeconds } = cost(mine);
  console.log(
    `  largest resident size ${peakMb.toFixed(0)} MB (mark: below 300) ${peakMb < 300 ? 'reached' : 'MISSED'}, ${cpuSeconds.toFixed(2)} s of processor time, ${(6.6e3 / whole.mine).toFixed(1)} Mpps`,
  );
  besideTshark(path.join(folder, 'short.pcap'));
}

/** tshark needs 12 GB for the long file, so it gets one of 200,000 packets. */
function besideTshark(file: string): void {
  writeSynCapture(file, { packets: 200_000, sources: 2_000, pairs: 60_000, seed: 2 });
  const mine: Command = [node, reeve, 'read', file];
  const tshark: Command = ['tshark', '-q', '-z', 'conv,ip', '-r', file];
  const times = pair(
    () => timeOnce(mine),
    () => timeOnce(tshark),
    3,
  );
  console.log(row('reeve read, 200,000 SYN', 'tshark conv,ip', times));
  const lines = output(tshark)
    .split('\n')
    .filter((line) => line.includes('<->'));
  console.log(`  tshark found: ${lines.length} conversations, no scan named`);
  console.log('  reeve found:');
  console.log(scanLines(readDocument([node, reeve, 'read', file, '--json'])).join('\n'));
}

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-bench-'));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
