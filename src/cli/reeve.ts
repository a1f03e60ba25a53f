#!/usr/bin/env node
import { run } from './run.ts';

// A reader that has seen enough (`reeve ls | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`reeve: The answer could not be written: ${error.message}.\n`, () => process.exit(5));
});
// There is nobody left to tell it to.
process.stderr.on('error', () => undefined);

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2));
}

void main();
