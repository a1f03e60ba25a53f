import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** An import of one source file by another. */
export interface Import {
  readonly from: string;
  /** A path below `src/` for a relative import, else the package's specifier. */
  readonly to: string;
  readonly relative: boolean;
  readonly typeOnly: boolean;
}

export const sourceFiles = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort();

/** Every static, re-exporting and dynamic import of a file, with types told apart. */
export function importsOf(
  root: string,
  file: string,
  code = readFileSync(path.join(root, file), 'utf8'),
): readonly Import[] {
  const { module, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const relative = specifier.startsWith('.');
    const to = relative
      ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
      : specifier;
    found.push({ from: file, to, relative, typeOnly });
  };
  for (const { moduleRequest, entries, start, end } of module.staticImports) {
    const whole = /^import\s+type\b/.test(code.slice(start, end));
    add(moduleRequest.value, whole || (entries.length > 0 && entries.every((entry) => entry.isType)));
  }
  for (const { entries } of module.staticExports) {
    for (const entry of entries) if (entry.moduleRequest) add(entry.moduleRequest.value, entry.isType);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    add(code.slice(moduleRequest.start, moduleRequest.end).replaceAll(/^['"`]|['"`]$/g, ''), false);
  }
  return found;
}
