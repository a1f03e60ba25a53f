import { placeOf } from '../place.ts';
import { type Rule, suspect } from './rule.ts';

const othersMayWrite = 0o002;

/** Temporary folders have a rule of their own; a container's files are judged by who built its image. */
export const writableByAll: Rule = {
  name: 'writable-by-all',
  text: 'Every user of the machine may replace the executable.',
  judge({ holders, listener }) {
    if (listener.container !== null) return null;
    for (const { exe, exeFacts, pid } of holders) {
      if (exe === null || !exeFacts || ['temporary', 'memory'].includes(placeOf(exe).kind)) continue;
      const file = (exeFacts.mode & othersMayWrite) !== 0;
      if (!file && !exeFacts.inWorldWritableFolder) continue;
      const what = file
        ? 'the file may be written by everybody'
        : 'a folder above it may be written by everybody';
      return suspect(`Every user of this machine could replace ${exe}: ${what}.`, {
        exe,
        mode: `0${(exeFacts.mode & 0o7777).toString(8)}`,
        inWorldWritableFolder: exeFacts.inWorldWritableFolder,
        pid,
      });
    }
    return null;
  },
};
