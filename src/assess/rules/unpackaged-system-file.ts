import { programOfFile } from '../programs/index.ts';
import { plausible, type Rule, suspect } from './rule.ts';

/** Folders that belong to the package manager alone (FHS 3.0 section 4); /usr/local and /opt are the administrator's. */
const packageFolders = /^\/(?:usr\/)?(?:s?bin\/[^/]+$|libexec\/(?!.*node_modules)|lib\/systemd\/)/;

export const unpackagedSystemFile: Rule = {
  name: 'unpackaged-system-file',
  text: 'The executable lies in a folder of the package manager, but no package owns it.',
  judge({ holders, listener, exposed, reach }) {
    if (listener.container !== null) return null;
    for (const { exe, package: owning, exeDeleted, pid } of holders) {
      if (exe === null || owning !== null || exeDeleted === true || !packageFolders.test(exe)) continue;
      const evidence = { exe, package: null, unit: listener.unit?.name ?? null, exposure: reach, pid };
      const byUnit = listener.unit?.type === 'service';
      if (byUnit && (programOfFile(exe) !== null || !exposed)) {
        return plausible(`No package owns ${exe}: it was put there by hand.`, evidence);
      }
      return suspect(`No package owns ${exe}, although that folder is the package manager's.`, evidence);
    }
    return null;
  },
};
