import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptFile } from '../../../../src/inspect/linux/process/script.ts';
import { isLinux, stage } from './running.ts';

const { folder } = stage();

test.skipIf(!isLinux)(
  'a script is found where it was named, or in the working directory (needs Linux)',
  () => {
    const base = folder();
    const view = { foreign: false, prefix: '' };
    mkdirSync(join(base, 'src'));
    writeFileSync(join(base, 'server.js'), '');
    expect(scriptFile('server.js', base, view)).toBe(join(base, 'server.js'));
    expect(scriptFile('../server.js', join(base, 'src'), view)).toBe(join(base, 'server.js'));
    expect(scriptFile(join(base, 'src', '..', 'server.js'), null, view)).toBe(join(base, 'server.js'));
    expect(scriptFile('/server.js', '/', { foreign: true, prefix: base })).toBe('/server.js');
    expect(scriptFile('server.js', join(base, 'src'), view)).toBeNull();
    expect(scriptFile('server.js', null, view)).toBeNull();
    expect(scriptFile('src', base, view)).toBeNull();
    expect(scriptFile('server.js\0', base, view)).toBeNull();
  },
);
