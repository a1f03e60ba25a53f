import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const inputs = [
  'src',
  'data',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'scripts/notices.mjs',
  'scripts/web.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

function* filesUnder(place) {
  if (!statSync(place).isDirectory()) {
    yield place;
    return;
  }
  for (const entry of readdirSync(place).sort()) yield* filesUnder(path.join(place, entry));
}

/** A hash of everything that the build reads, so that it is run again only when something changed. */
export function fingerprint(root) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(path.join(root, input))) {
      hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Whether dist/ was built from just what is there now. */
export function isBuilt(root) {
  try {
    return readFileSync(path.join(root, 'dist/.fingerprint'), 'utf8') === fingerprint(root);
  } catch {
    return false;
  }
}
