import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The licence texts of the packages whose code or data the build took in, by the bundler's own list of inputs. */
export function notices(root, inputs, more) {
  const names = new Set([...inputs.flatMap((input) => packageOf(input) ?? []), ...more]);
  return [...names]
    .sort()
    .map((name) => notice(path.join(root, 'node_modules', name)))
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

const packageOf = (input) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(path.join(folder, file))
      ? readFileSync(path.join(folder, file), 'utf8').trim()
      : '';
  return `${name} ${version} (${license})\n\n${text}`.trim();
}
