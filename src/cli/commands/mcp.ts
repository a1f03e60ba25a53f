import type { ExitCode } from '../../core/errors.ts';
import { serveMcp } from '../../mcp/index.ts';

/** `reeve mcp`: until standard input ends. */
export async function mcp(): Promise<ExitCode> {
  await serveMcp(process.stdin, process.stdout);
  return 0;
}
