import { readFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import type { AskProgram, ProgramAnswer } from '../../src/inspect/linux/program.ts';

/** A recorded file, read as `askProgram` reads a program's output. */
export const recorded = (system: 'darwin' | 'windows', file: string): string =>
  readFileSync(new URL(`./${system}/recorded/${file}`, import.meta.url), 'utf8');

export const said = (stdout: string): ProgramAnswer => ({ ok: true, stdout });

export const failing = (why: Extract<ProgramAnswer, { ok: false }>['why'], detail = ''): ProgramAnswer => ({
  ok: false,
  why,
  detail,
});

/** Answers by the first rule whose text is part of the command line; programs without a rule are missing. */
export function answering(rules: readonly (readonly [string, ProgramAnswer])[]): AskProgram {
  return (file, args) => {
    const command = [file, ...args].join(' ');
    const rule = rules.find(([part]) => command.includes(part));
    return Promise.resolve(rule?.[1] ?? failing('missing', `spawn ${file} ENOENT`));
  };
}

/** A host with addresses of these texts. */
export const addresses = (...texts: readonly string[]): Record<string, NetworkInterfaceInfo[]> => ({
  en0: texts.map((address) =>
    address.includes(':')
      ? {
          address,
          netmask: 'ffff:ffff:ffff:ffff::',
          family: 'IPv6',
          mac: '',
          internal: false,
          cidr: null,
          scopeid: 0,
        }
      : { address, netmask: '255.255.255.0', family: 'IPv4', mac: '', internal: false, cidr: null },
  ),
});
