import { type Document, isMap, isScalar, type Node } from 'yaml';
import type { z } from 'zod';
import { cut, harmless } from '../../core/text.ts';
import { policyFile } from './file.ts';
import { suggestion } from './suggestion.ts';

/** A fault in the file: where it stands, and what was expected there. */
export interface Fault {
  /** Offset of the place in the text. */
  readonly at: number;
  readonly text: string;
}

export type Path = readonly PropertyKey[];

/** More are not looked up: nobody reads them, and a hostile file has a million. */
const mostFaults = 100;

/** What is wrong by the shape of a policy, with the place in the file that each issue is about. */
export const shapeFaults = (issues: readonly z.core.$ZodIssue[], document: Document): readonly Fault[] =>
  issues.slice(0, mostFaults).flatMap((issue) => faultsOf(issue, document));

function faultsOf(issue: z.core.$ZodIssue, document: Document): readonly Fault[] {
  if (issue.code !== 'unrecognized_keys') {
    const found = 'input' in issue && issue.input !== undefined ? `, found ${shown(issue.input)}` : '';
    return [{ at: offsetOf(document, issue.path), text: `${pathText(issue.path)}${issue.message}${found}` }];
  }
  return issue.keys.slice(0, mostFaults).map((key) => ({
    at: keyOffset(document, issue.path, key),
    text: `${shown(key)} is no key here${suggestion(key, knownKeys(issue.path))}`,
  }));
}

/** `listeners[2].port: ` */
const pathText = (path: Path): string =>
  path.length === 0
    ? ''
    : `${path
        .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
        .join('')
        .replace(/^\./, '')}: `;

/** What was found, short and harmless. */
export function shown(input: unknown): string {
  const text =
    typeof input === 'object' && input !== null
      ? Array.isArray(input)
        ? 'a list'
        : 'an entry with keys'
      : JSON.stringify(input);
  return harmless(cut(text ?? String(input), 60));
}

function knownKeys([section]: Path): readonly string[] {
  const { shape } = policyFile;
  if (section === undefined) return Object.keys(shape);
  return [
    'port',
    'protocol',
    'scope',
    'address',
    'program',
    'runs',
    'unit',
    'container',
    'namespace',
    'note',
    ...(section === 'listeners' ? ['optional', 'also'] : []),
    ...(section === 'ignore' ? ['why'] : []),
  ];
}

/** Where the value of a path begins; where it is not in the file, what holds it. */
export function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as Node | null | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(document: Document, path: Path, key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && item.key.value === key)
    : undefined;
  return isScalar(pair?.key) && pair.key.range ? pair.key.range[0] : offsetOf(document, path);
}
