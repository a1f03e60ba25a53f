import { spawn } from 'node:child_process';
import { fail } from '../../core/errors.ts';

/** Where administrators' programs lie; whoever started us does not choose which one runs. */
const folders = '/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin';
const patienceMs = 10_000;
const mostOutput = 16 << 20;

export interface NftAnswer {
  readonly ok: boolean;
  /** What it printed: the answer, or what it complained about. */
  readonly text: string;
}

/**
 * Runs `nft` once, with a script at its standard input. It does not belong to our terminal's process group, so that
 * Ctrl-C does not end it in the midst of tidying up.
 * @throws ReeveError `COMMAND_FAILED` where there is no nft
 */
export function runNft(args: readonly string[], script = ''): Promise<NftAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('nft', args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: folders, LC_ALL: 'C' },
      detached: true,
      timeout: patienceMs,
    });
    let [out, complaint] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (out.length < mostOutput) out += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (complaint.length < mostOutput) complaint += chunk;
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => reject(missing(error)));
    child.on('close', (code) =>
      resolve(
        code === 0 ? { ok: true, text: out } : { ok: false, text: complaint || 'nft did not end in time' },
      ),
    );
    child.stdin.end(script);
  });
}

const missing = (cause: unknown) =>
  fail(
    'COMMAND_FAILED',
    {
      asked: 'a table of nftables',
      found: 'the command nft could not be started',
      todo: 'Install nftables, or watch without --silent',
    },
    cause,
  );
