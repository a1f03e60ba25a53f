import type { Owner } from '../../inspect/listener.ts';
import { interprets, scriptPlace } from '../interpreter.ts';
import { type Place, placeOf } from '../place.ts';
import { plausible, reachText, type Rule, suspect } from './rule.ts';

/** The folder that the code comes from: of the script, else the working directory, where modules are found first. */
function homeOfCode(owner: Owner): Place | null {
  const place = scriptPlace(owner) ?? (owner.cwd === null ? null : placeOf(`${owner.cwd}/`));
  return place?.kind === 'home' && place.user !== 'root' ? place : null;
}

/** Who may write into that home folder may become root, and here others may try from outside. */
export const rootScriptFromHome: Rule = {
  name: 'root-script-from-home',
  text: "An interpreter runs code from a user's home folder as root and can be reached from other machines.",
  judge({ holders, listener, exposed, reach }) {
    if (!exposed || listener.container !== null || listener.kind === 'raw' || listener.kind === 'packet')
      return null;
    const owner = holders.find((one) => one.uid === 0 && interprets(one) && homeOfCode(one) !== null);
    const place = owner === undefined ? null : homeOfCode(owner);
    if (owner === undefined || place === null) return null;
    const evidence = {
      runs: owner.runs ?? null,
      folder: place.path,
      uid: 0,
      exposure: reach,
      terminal: owner.tty,
      pid: owner.pid,
    };
    const text = `It runs ${owner.runs ?? 'code'} from the home folder of ${place.user ?? 'a user'} as root and can be reached ${reachText[reach]}`;
    // Somebody who tries something with sudo at a terminal, on a network of his own.
    if (owner.tty !== null && reach !== 'public')
      return plausible(`${text}; it was started at a terminal.`, evidence);
    return suspect(`${text}.`, evidence);
  },
};
