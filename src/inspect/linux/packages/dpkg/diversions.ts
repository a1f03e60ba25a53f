import { canonical, type MergedFolders } from './canonical.ts';

/** A rename that dpkg applies to a file of every package but one (dpkg-divert(1)). */
export interface Diversion {
  readonly from: string;
  readonly to: string;
  /** The package whose own file keeps the name; `:` = the administrator, no package keeps it. */
  readonly by: string;
}

/** Reads the text of /var/lib/dpkg/diversions: three lines each, from, to, package. Names become canonical. */
export function parseDiversions(text: string, merged: MergedFolders): readonly Diversion[] {
  const lines = text.split('\n');
  const diversions: Diversion[] = [];
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [from = '', to = '', by = ''] = lines.slice(at, at + 3);
    if (from.startsWith('/') && to.startsWith('/') && by !== '') {
      diversions.push({ from: canonical(from, merged), to: canonical(to, merged), by });
    }
  }
  return diversions;
}
