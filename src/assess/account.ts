import type { Container, Listener, Owner } from '../inspect/listener.ts';
import { buildFolderOf } from './build-folders.ts';
import { interprets, runsInline, scriptPlace } from './interpreter.ts';
import { type Place, placeOf } from './place.ts';
import { type Program, programOfUnit } from './programs/index.ts';

/** How strongly something speaks for a program: `sure` is enough for `expected`, `fair` for `plausible`. */
export interface Account {
  readonly by:
    | 'package'
    | 'container'
    | 'sandbox'
    | 'folder'
    | 'unit'
    | 'init'
    | 'terminal'
    | 'project'
    | 'session'
    | 'home'
    | 'build'
    | 'unseen';
  readonly strength: 'sure' | 'fair';
  /** Continues "it …": `belongs to the package nginx`. */
  readonly text: string;
}

export interface AccountQuestion {
  readonly listener: Listener;
  readonly owner: Owner;
  readonly program: Program | null;
  readonly forwards: boolean;
}

/**
 * Who accounts for a program: a package manager, a container, an administrator's folder, a unit, a person at a
 * terminal. Null = nobody does, which alone is no fault, but leaves nothing to set against a doubt. Where the facts
 * could not be seen the answer is `unseen`, so that no rule takes ignorance for evidence.
 */
export function accountFor(question: AccountQuestion): Account | null {
  const { owner } = question;
  if (owner.pid === 1) return sure('init', 'is started by the service manager');
  const byContainer = contained(question);
  if (byContainer !== null) return byContainer;
  const own = interprets(owner) ? scriptAccount(question) : fileAccount(question);
  return own?.strength === 'sure' ? (served(question) ?? own) : own;
}

const sure = (by: Account['by'], text: string): Account => ({ by, strength: 'sure', text });
const fair = (by: Account['by'], text: string): Account => ({ by, strength: 'fair', text });

function contained({ listener: { container }, owner, forwards }: AccountQuestion): Account | null {
  if (container !== null && !forwards) return sure('container', `belongs to ${containerText(container)}`);
  if (owner.sandbox !== undefined && owner.sandbox !== null)
    return sure('sandbox', `belongs to ${owner.sandbox}`);
  return null;
}

/** A forwarder that is in order itself is judged by the container it serves. */
function served({ listener: { container }, forwards }: AccountQuestion): Account | null {
  return forwards && container !== null ? sure('container', `is ${containerText(container)}`) : null;
}

const containerText = ({ name, id, image }: Container): string =>
  `the container ${name ?? id.slice(0, 12)}${image === null ? '' : ` (image ${image})`}`;

function fileAccount(question: AccountQuestion): Account | null {
  const { owner } = question;
  if (owner.package) return sure('package', `belongs to the package ${owner.package.name}`);
  if (owner.exe === null) return fair('unseen', 'lies in a place that could not be seen');
  const place = placeOf(owner.exe);
  if (place.kind === 'temporary') {
    const built = buildFolderOf(owner.exe, owner);
    return built?.evenExposed === true ? fair('build', `was built and started by ${built.what}`) : null;
  }
  if (place.kind === 'memory') return null;
  if (place.kind === 'installed')
    return sure('folder', `lies where administrators install programs (${place.path})`);
  if (place.kind === 'system' && owner.package === undefined)
    return sure('folder', `lies in a system folder (${place.path})`);
  return personOrUnit(question, place);
}

/** The interpreter's own package says nothing about the script: its place and its starter do. */
function scriptAccount(question: AccountQuestion): Account | null {
  const { owner } = question;
  if (owner.runsPackage) return sure('package', `runs what belongs to the package ${owner.runsPackage.name}`);
  const place = scriptPlace(owner);
  if (place?.kind === 'memory' || place?.kind === 'temporary') return null;
  if (place?.kind === 'installed' || place?.kind === 'system')
    return sure('folder', `runs what is installed in ${place.path}`);
  if (place === null && owner.cmdline === null)
    return fair('unseen', 'runs something that could not be seen');
  const cwd = owner.cwd === null ? null : placeOf(`${owner.cwd}/`);
  const found = personOrUnit(question, place ?? cwd);
  if (found !== null || runsInline(owner)) return found;
  // A module or class without a path: the interpreter found it in its own library.
  if (place === null && owner.runs && cwd?.hidden !== true) return fair('folder', `runs ${owner.runs}`);
  return null;
}

function personOrUnit(question: AccountQuestion, place: Place | null): Account | null {
  const { listener, owner } = question;
  const unit = unitAccount(question, place);
  if (unit !== null) return unit;
  if (owner.tty !== null) return fair('terminal', `was started at the terminal ${owner.tty}`);
  if (owner.gitProject) return fair('project', `was started in the project ${owner.gitProject}`);
  if (place === null || place.kind !== 'home' || place.hidden) return null;
  if (listener.unit?.type === 'scope' && listener.unit.name.startsWith('app-')) {
    return fair('session', `was started from the desktop of ${place.user}`);
  }
  return ownsHome(owner, place) ? fair('home', `is ${place.user}'s own program (${place.path})`) : null;
}

const ownsHome = (owner: Owner, { user }: Place): boolean =>
  owner.user === null ? true : owner.user === user || (user === 'root' && owner.uid === 0);

/** Units in whose cgroup anything may end up that a person, a timer or a client started. */
const ambient =
  /^(?:cron|crond|anacron|atd|ssh|sshd|dropbear|user|session|login|getty|serial-getty|gdm\d?|sddm|lightdm)(?:@.*)?\.service$/;

function unitAccount({ listener: { unit }, program }: AccountQuestion, place: Place | null): Account | null {
  if (unit === null || unit.type !== 'service') return null;
  if (unit.userManager !== undefined && (place === null || place.hidden)) return null;
  const named = programOfUnit(unit.name);
  if (named !== null && named === program) return sure('unit', `runs as ${unit.name}`);
  if (ambient.test(unit.name) || (named !== null && servesAlone(named))) return null;
  return fair('unit', `runs as ${unit.name}`);
}

/** Daemons that start no programs of others: whoever is found in their unit and is not them is a stranger. */
export const servesAlone = ({ kind }: Program): boolean =>
  ['web', 'proxy', 'database', 'dns', 'mail', 'time', 'print', 'files', 'directory', 'remote-login'].includes(
    kind,
  );
