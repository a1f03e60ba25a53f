// `npm start`: builds when needed, then `reeve up` with what follows `--`.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './fingerprint.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
if (!isBuilt(root)) {
  if (!existsSync(path.join(root, 'node_modules/esbuild'))) {
    process.stderr.write('Nothing is installed here yet. First: npm ci\n');
    process.exit(4);
  }
  process.stderr.write('Building reeve (some seconds, only after a change) ...\n');
  await import('./build.mjs');
}
const agent = spawn(process.execPath, [path.join(root, 'dist/reeve.cjs'), 'up', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to all of them; whoever ends `npm start` by its pid means the agent. It is asked once either way.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => agent.kill(signal));
if (process.env.npm_lifecycle_event !== undefined) endWithNpm();
agent.once('error', (error) => {
  process.stderr.write(`The agent could not be started: ${error.message}\n`);
  process.exitCode = 5;
});
agent.once('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});

/** Who kills npm outright means the agent, too: it would go on unseen, and the next start would find it. */
function endWithNpm() {
  const before = starters();
  const timer = setInterval(() => {
    if (starters() === before) return;
    clearInterval(timer);
    agent.kill('SIGTERM');
  }, 1000).unref();
}

/** npm runs this by a shell, which outlives it: who started that one tells whether npm is still there. */
function starters() {
  const { ppid } = process;
  try {
    const stat = readFileSync(`/proc/${ppid}/stat`, 'latin1');
    return `${ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(ppid);
  }
}
