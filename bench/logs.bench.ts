/**
 * A kernel log of 2 million firewall lines: the whole analysis against `grep -c SRC=`; then psad on a shorter one, with
 * what each found. psad is brought from Debian where it is missing and none of its daemons is started.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLog } from './load/log.ts';
import { cost, output, readDocument, scanLines } from './load/tools.ts';
import { type Command, pair, row, timeOnce } from './pairs.ts';

const runs = Number(process.env['RUNS'] ?? 7);
const reeve = path.resolve('dist/reeve.cjs');
const node = process.execPath;
const lines = 2_000_000;
const mark = 500_000;

// Where its output is /dev/null, grep stops at the first line that matches.
const grep = (file: string): Command => ['sh', '-c', 'grep -c SRC= "$0" | cat', file];

function main(folder: string): void {
  if (!existsSync(reeve)) throw new Error('dist/reeve.cjs is missing: npm run build');
  const file = path.join(folder, 'kern.log');
  writeLog(file, { lines, seed: 1, format: 'iptables' });
  const counted = readDocument([node, reeve, 'read', file, '--json']).input.lines;
  if (counted !== lines) throw new Error(`reeve counted ${counted} lines; ${lines} were put in`);
  const mine: Command = [node, reeve, 'read', file];
  const times = pair(
    () => timeOnce(mine),
    () => timeOnce(grep(file)),
    runs,
  );
  const { cpuSeconds, peakMb } = cost(mine);
  const rate = lines / cpuSeconds;
  console.log(row(`reeve read, ${lines} log lines`, 'grep -c SRC=', times));
  console.log(
    `  ${Math.round(rate)} lines/s of processor time, start included (mark: ${mark}) ${rate >= mark ? 'reached' : 'MISSED'}; ${peakMb.toFixed(0)} MB`,
  );
  besidePsad(path.join(folder, 'short.log'));
}

function besidePsad(file: string): void {
  writeLog(file, { lines: 20_000, seed: 2, format: 'iptables' });
  const psad: Command = ['psad', '-A', '-m', file, '--no-whois', '--no-rdns'];
  if (!existsSync('/usr/sbin/psad')) {
    console.log('  psad is not here; left out');
    return;
  }
  const times = pair(
    () => timeOnce([node, reeve, 'read', file]),
    () => timeOnce(psad),
    3,
  );
  console.log(row('reeve read, 20,000 log lines', 'psad -A', times));
  const found = output(psad)
    .split('\n')
    .filter((line) => /^SRC:|Total scan sources/.test(line.trim()));
  console.log(
    `  psad found:\n${found
      .slice(0, 6)
      .map((line) => `    ${line.trim()}`)
      .join('\n')}`,
  );
  console.log(`  reeve found:\n${scanLines(readDocument([node, reeve, 'read', file, '--json'])).join('\n')}`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-bench-'));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
