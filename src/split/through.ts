import { closeSync, constants, existsSync, openSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../core/errors.ts';
import { type Identity, mayRead } from './identity.ts';

/** How a program is started by a user who could not walk to its files: through descriptors that are opened for him. */
export interface Through {
  readonly file: string;
  readonly args: readonly string[];
  /** To be handed on, in this order, from `first` on. */
  readonly given: readonly number[];
  readonly close: () => void;
}

const nodeOptions = ['--preserve-symlinks', '--preserve-symlinks-main'];

/**
 * A folder's descriptor is a way into it past the folders above, such as /root, which stay shut: `/proc/self/fd/N/…` is
 * looked up from there. So the program runs as the other user from its first instruction and reads what it loads late
 * as well. Node is kept from resolving the names, which would lead back to the shut folders.
 * @param args what node is started with: its options, the script, the script's own
 * @param first the number that the first of `given` has in the started program
 * @throws ReeveError `NOT_PERMITTED` where the files themselves are shut
 */
export function startThrough(
  file: string,
  args: readonly string[],
  identity: Identity,
  first: number,
): Through {
  const given: number[] = [];
  const hand = (name: string, flags: number): string =>
    `/proc/self/fd/${first + given.push(openSync(name, flags)) - 1}`;
  try {
    const at = args.findIndex((arg) => !arg.startsWith('-'));
    const script = realpathSync(args[at] ?? '');
    const folder = programFolder(script);
    if (!mayRead(script, identity, folder)) throw shut(script, identity);
    const inside = path.join(
      hand(folder, constants.O_RDONLY | constants.O_DIRECTORY),
      path.relative(folder, script),
    );
    const node = mayRead(file, identity) ? file : hand(file, constants.O_RDONLY);
    return {
      file: node,
      args: [...nodeOptions, ...args.slice(0, at), inside, ...args.slice(at + 1)],
      given,
      close: () => given.forEach((fd) => closeSync(fd)),
    };
  } catch (error) {
    for (const fd of given) closeSync(fd);
    throw error;
  }
}

/** The nearest folder above the script that has the packages it loads: as little as possible is opened. */
function programFolder(script: string): string {
  for (let folder = path.dirname(script); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'node_modules', 'koffi'))) return folder;
    if (folder === path.dirname(folder)) return path.dirname(script);
  }
}

const shut = (script: string, { name }: Identity) =>
  fail('NOT_PERMITTED', {
    asked: `to run ${script} as the user ${name}`,
    found: 'its files may not be read by other users',
    todo: `Let them be read (chmod -R go+rX ${path.dirname(path.dirname(script))}), or install reeve for all users`,
  });
