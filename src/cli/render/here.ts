import type { AssessedListener } from '../../contract/listener-item.ts';
import type { PortAnswer } from '../../contract/port-document.ts';
import { harmless } from '../../core/text.ts';
import type { ClosedReason, Listener, Owner, Publication } from '../../inspect/listener.ts';
import { bindOf, holderOf, placeOf, shownCommand } from './listeners.ts';
import type { PortView } from './view.ts';
import { counted, paragraph } from './text.ts';

/** Who holds the port here, or why nobody does and whether it is free. */
export function hereLines(answer: PortAnswer, view: PortView): readonly string[] {
  const told = new Set<string>();
  const holders = answer.holders.flatMap((holder) => holderLines(holder, view, told));
  const closed = answer.notFree.map((reason) => paragraph(closedText(reason), view.room, '    ', '  '));
  return [
    ...(holders.length === 0 ? [paragraph(nobody(answer), view.room, '  ')] : holders),
    ...closed,
    ...hostLines(answer, view),
  ];
}

function nobody({ state, query, visibility }: PortAnswer): string {
  const port = query.transport === null ? String(query.port) : `${query.port}/${query.transport}`;
  if (state === 'unknown') {
    const { hidden } = visibility.namespaces;
    return `Nothing that could be seen listens on ${port}${hidden === 0 ? '' : '; what is in namespaces that could not be read is unknown'}.`;
  }
  if (query.port === 0) return 'Nobody can listen on port 0: to bind it asks the kernel for any free port.';
  return state === 'free'
    ? `Nothing listens on ${port}: it is free.`
    : `Nothing listens on ${port}, yet it is not simply free:`;
}

function holderLines({ listener }: AssessedListener, view: PortView, told: Set<string>): readonly string[] {
  const { paint, room } = view;
  const where = listener.netns.own
    ? ''
    : ` in network namespace ${listener.netns.name ?? listener.netns.inode}`;
  const both = listener.dualStack === true ? ' (one socket for IPv4 and IPv6)' : '';
  const place = placeOf(listener);
  const first = `on ${bindOf(listener)}${both}, reach: ${listener.exposure}${where}`;
  const lines = [
    paragraph(`${place} ${harmless(first)}`, room, '    ', '  ').replace(place, paint.bold(place)),
    paragraph(`held by ${harmless(holderOf(listener))}`, room, '      ', '    '),
  ];
  if (listener.owners.length === 0 && !listener.ownersComplete) lines.push(`    ${paint.yellow(hiddenHint)}`);
  lines.push(...holdersLines(listener, view, told));
  for (const text of listenerFacts(listener)) lines.push(paragraph(harmless(text), room, '      ', '    '));
  return lines;
}

/** Each program once, with its eldest process; its further processes by their pids. With `story` every process. */
function holdersLines({ owners }: Listener, view: PortView, told: Set<string>): readonly string[] {
  const all = distinct(owners);
  const pids = all.map(({ pid }) => pid).join(' ');
  if (all.length > 0 && told.has(pids)) return ['      the same processes as above'];
  told.add(pids);
  if (view.story) return all.flatMap((owner) => ownerLines(owner, view));
  return groupedByProgram(all).flatMap(([first, ...rest]) =>
    first === undefined ? [] : [...ownerLines(first, view), ...siblings(rest, view)],
  );
}

function groupedByProgram(owners: readonly Owner[]): readonly (readonly Owner[])[] {
  const groups = new Map<string, Owner[]>();
  for (const owner of owners) {
    const key = `${owner.exe ?? owner.comm} ${owner.runs ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), owner]);
  }
  return [...groups.values()];
}

const mostPids = 12;

function siblings(rest: readonly Owner[], { room, paint }: PortView): readonly string[] {
  if (rest.length === 0) return [];
  const pids =
    rest
      .map(({ pid }) => pid)
      .slice(0, mostPids)
      .join(', ') + (rest.length > mostPids ? ', …' : '');
  const users = [...new Set(rest.map(({ user, uid }) => user ?? uid ?? 'hidden'))].join(', ');
  const what = counted(rest.length, 'more process', 'more processes');
  return [paint.dim(paragraph(harmless(`and ${what} of it: ${pids} (user ${users})`), room, '        '))];
}

const hiddenHint =
  process.geteuid?.() === 0
    ? 'its process cannot be read even as root'
    : 'its process is hidden: run it with sudo';

const distinct = (owners: readonly Owner[]): readonly Owner[] => [
  ...new Map(owners.map((owner) => [owner.pid, owner])).values(),
];

function ownerLines(owner: Owner, { room, paint, unredacted }: PortView): readonly string[] {
  const command = shownCommand(owner, unredacted);
  const pack = owner.package;
  const facts = [
    owner.user === null && owner.uid === null ? 'user hidden' : `user ${owner.user ?? owner.uid}`,
    owner.startedAt === null ? null : `since ${owner.startedAt.slice(0, 16).replace('T', ' ')} UTC`,
    owner.tty === null ? null : `terminal ${owner.tty}`,
    pack === null
      ? 'no package owns it'
      : pack === undefined
        ? null
        : `package ${pack.name}${pack.version === null ? '' : ` ${pack.version}`}`,
    owner.sandbox == null ? null : owner.sandbox,
    owner.exeDeleted === true ? 'its file was removed or replaced since' : null,
  ].filter((fact) => fact !== null);
  const why = owner.ancestry.map(({ comm, pid }) => `${comm} (${pid})`).join(' ← ');
  const lines = [
    paragraph(`pid ${owner.pid}  ${harmless(command ?? owner.comm)}`, room, '        ', '      '),
    paint.dim(
      paragraph(harmless([owner.exe ?? 'executable hidden', ...facts].join(' · ')), room, '        '),
    ),
  ];
  if (why !== '') lines.push(paint.dim(paragraph(harmless(`started by ${why}`), room, '        ')));
  if (owner.gitProject != null)
    lines.push(paint.dim(paragraph(harmless(`project ${owner.gitProject}`), room, '        ')));
  else if (owner.cwd !== null && owner.cwd !== '/')
    lines.push(paint.dim(paragraph(harmless(`in ${owner.cwd}`), room, '        ')));
  return lines;
}

function* listenerFacts({ unit, container, published, group, backlog, drops }: Listener): Generator<string> {
  if (unit !== null) {
    const described = unit.description == null ? '' : ` (${unit.description})`;
    const socket = unit.socketUnit === null ? '' : `, started through ${unit.socketUnit}`;
    yield `unit ${unit.name}${described}${socket}${unit.source === 'cgroup' ? ', as its cgroup says' : ''}`;
  }
  if (container !== null)
    yield `container ${container.name ?? container.id.slice(0, 12)}${container.image === null ? '' : `, image ${container.image}`}, ${container.runtime}`;
  for (const one of published) yield `published: ${publishedText(one)}`;
  if (group.reuseport > 1) yield `${group.reuseport} sockets share the port (SO_REUSEPORT)`;
  if (group.outsiders.length > 0) yield `of another program than the rest: pid ${group.outsiders.join(', ')}`;
  if (backlog !== null && backlog.current > 0)
    yield `${backlog.current} of ${backlog.max} places in the accept queue are taken`;
  if (drops !== null && drops > 0) yield `${counted(drops, 'packet')} dropped at this socket`;
}

const publishedText = ({
  hostAddress,
  hostPort,
  targetAddress,
  targetPort,
  by,
  container,
}: Publication): string => {
  const to =
    targetAddress === null
      ? (container?.name ?? 'elsewhere')
      : `${targetAddress}${targetPort === null ? '' : `:${targetPort}`}`;
  return `${hostAddress}:${hostPort} goes to ${to}${container?.name == null ? '' : ` (${container.name})`}, by ${by}`;
};

function closedText(reason: ClosedReason): string {
  switch (reason.kind) {
    case 'time-wait':
      return `${counted(reason.count, 'connection')} from it in TIME_WAIT: a program without SO_REUSEADDR cannot bind it for about a minute`;
    case 'connected':
      return `${counted(reason.count, 'open connection')} with this local port`;
    case 'bound':
      return `${counted(reason.count, 'TCP socket')} bound to it without listening: nobody else can bind it`;
    case 'published':
      return harmless(`Published by NAT: ${publishedText(reason.publication)}`);
    case 'sleeping-socket':
      return harmless(
        `${reason.unit.name} listens for it: a connection would start ${reason.unit.activates ?? 'its service'}`,
      );
    case 'reserved-by-os':
      return harmless(
        `Reserved by the operating system (${reason.source}): not handed out by itself, only on request`,
      );
    case 'ephemeral':
      return `In the ephemeral range ${reason.from}-${reason.to}: the kernel may give it to an outgoing connection at any time`;
    case 'other-namespace':
      return harmless(
        `Held in network namespace ${reason.netns.name ?? reason.netns.inode}, which does not take it from this one`,
      );
  }
}

function hostLines(
  { host, query, browserBlocked }: PortAnswer,
  { room, paint }: PortView,
): readonly string[] {
  const facts = [
    host.unprivilegedFrom !== null && query.port > 0 && query.port < host.unprivilegedFrom
      ? `binding it needs a privilege (below ${host.unprivilegedFrom})`
      : null,
    browserBlocked ? 'browsers refuse to open it (Fetch standard, bad ports)' : null,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? [] : [paint.dim(paragraph(`${facts.join('; ')}.`, room, '  '))];
}
