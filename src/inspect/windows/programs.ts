import type { AskProgram, ProgramAnswer } from '../linux/program.ts';
import { powershellScript } from './script.ts';

const quick = { timeoutMs: 8_000, maxBytes: 8 << 20 };
const patient = { timeoutMs: 30_000, maxBytes: 64 << 20 };

export const askPowerShell = (ask: AskProgram, port: number | null): Promise<ProgramAnswer> =>
  ask(
    'powershell.exe',
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', powershellScript(port)],
    patient,
  );

export const askNetstat = (ask: AskProgram): Promise<ProgramAnswer> => ask('netstat.exe', ['-aon'], quick);

export const askTasks = (ask: AskProgram): Promise<ProgramAnswer> =>
  ask('tasklist.exe', ['/svc', '/fo', 'csv'], quick);

export const askExcluded = (ask: AskProgram, kind: 'tcp' | 'udp'): Promise<ProgramAnswer> =>
  ask('netsh.exe', ['int', 'ipv4', 'show', 'excludedportrange', `protocol=${kind}`], quick);

export const askDynamic = (ask: AskProgram, kind: 'tcp' | 'udp'): Promise<ProgramAnswer> =>
  ask('netsh.exe', ['int', 'ipv4', 'show', 'dynamicport', kind], quick);
