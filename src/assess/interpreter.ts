import type { Owner } from '../inspect/listener.ts';
import { baseName, type Place, placeOf } from './place.ts';

const interpreters =
  /^(?:node|nodejs|bun|deno|electron|python[\d.]*|pypy[\d.]*|java|perl[\d.]*|ruby[\d.]*|php[\d.]*|(?:ba|da|z|k|a|tc|c|fi)?sh|lua[\d.]*|luajit[-\d.]*|tclsh[\d.]*|expect|beam(?:\.smp)?|mono(?:-sgen)?|dotnet|julia|R|Rscript|guile[-\d.]*)$/;

/** Programs that run another one's code under their own file name: nothing follows from a differing name. */
const carriers =
  /^(?:busybox|toybox|dropbearmulti|ld-linux.*|ld-musl.*|ld[-.\d]*\.so.*|qemu-(?:aarch64|arm|armeb|i386|mips.*|ppc.*|riscv.*|s390x|x86_64)(?:-static)?|box(?:64|86)|valgrind.*|memcheck.*|FEXInterpreter|rosetta|wine.*|proot|fakeroot.*|gdb|strace|rr)$/;

export const isInterpreter = (file: string): boolean =>
  interpreters.test(baseName(file).replace(/\.exe$/i, ''));

export const isCarrier = (file: string): boolean => carriers.test(baseName(file));

/** Whether a process is judged by what it runs. BusyBox is not: its applets are its own. */
export function interprets({ interpreter, exe, comm }: Owner): boolean {
  return interpreter === undefined ? isInterpreter(exe ?? comm) : interpreter !== 'busybox';
}

const multiprocessing = /^from multiprocessing\b/;

/** Code given on the command line (`python3 -c …`, `perl -e …`), but not the helpers Python starts that way. */
export function runsInline({ cmdline, exe, comm, runs }: Owner): boolean {
  const words = cmdline ?? [];
  if (runs === 'inline code') return !words.some((word) => multiprocessing.test(word));
  const option = inlineOption(baseName(exe ?? comm));
  const at = words.findIndex((word, index) => index > 0 && option.test(word));
  const script = words.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  if (at < 0 || (script >= 0 && script < at)) return false;
  return !multiprocessing.test(words[at + 1] ?? '');
}

function inlineOption(file: string): RegExp {
  if (/^(?:java|dotnet|mono|beam)/.test(file)) return /^(?!)/;
  return file.startsWith('php') ? /^-r$/ : /^(?:-[a-zA-Z]{0,3}[ceE]|--eval)$/;
}

/** Where the script lies that an interpreter runs; null for modules, classes and what could not be read. */
export function scriptPlace({ runs, runsFile, cwd }: Owner): Place | null {
  if (runsFile) return placeOf(runsFile);
  const named = runs?.split(' ')[0] ?? '';
  if (/^(?:\/|[a-z]:\\)/i.test(named)) return placeOf(named);
  if (cwd === null || !/[/\\]|\.(?:[cm]?[jt]sx?|pyz?|jar|war|rb|php|pl|sh|lua|dll)$/.test(named)) return null;
  return placeOf(joined(cwd, named));
}

function joined(folder: string, relative: string): string {
  const parts = folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/') || '/';
}
