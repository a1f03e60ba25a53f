import { type ListenAddress, parseListen } from './listen.ts';
import { unitTypeOf } from './unit-name.ts';

/** What systemd says of a unit, systemctl(1) `show`. Null = not said. */
export interface UnitDetail {
  readonly name: string;
  readonly description: string | null;
  /** `simple`, `forking`, `notify`, …; null for units that are no services. */
  readonly serviceType: string | null;
  /** `no`, `always`, `on-failure`, … */
  readonly restart: string | null;
  readonly triggeredBy: readonly string[];
  readonly fragmentPath: string | null;
  readonly mainPid: number | null;
  readonly activeState: string | null;
  readonly subState: string | null;
}

/** A `.socket` unit: what it listens on and what a connection would start. */
export interface SocketUnit {
  readonly name: string;
  readonly description: string | null;
  readonly listens: readonly ListenAddress[];
  /** The services; with Accept=yes the template one of which is started for each connection. */
  readonly triggers: readonly string[];
  /** `active` while systemd holds the socket open. */
  readonly activeState: string | null;
  /** Systemd listens and the service does not run: a connection will start it (SubState `listening`). */
  readonly sleeping: boolean;
  readonly accept: boolean | null;
}

export interface ShownUnits {
  readonly units: ReadonlyMap<string, UnitDetail>;
  readonly sockets: readonly SocketUnit[];
  /** Lines that were no `Key=value`. */
  readonly unreadable: number;
}

export const shownProperties = [
  'Id',
  'Description',
  'LoadState',
  'Type',
  'Restart',
  'TriggeredBy',
  'Triggers',
  'FragmentPath',
  'MainPID',
  'ActiveState',
  'SubState',
  'Listen',
  'Accept',
] as const;

type Properties = ReadonlyMap<string, readonly string[]>;

/** Reads `systemctl show -p …` of any number of units: blocks of `Key=value` lines with an empty line between. */
export function parseShow(output: string): ShownUnits {
  const units = new Map<string, UnitDetail>();
  const sockets: SocketUnit[] = [];
  let unreadable = 0;
  for (const block of output.split(/\n{2,}/)) {
    const { properties, odd } = propertiesOf(block);
    unreadable += odd;
    const name = one(properties, 'Id');
    const type = name === null ? null : unitTypeOf(name);
    if (name === null || type === null || one(properties, 'LoadState') === 'not-found' || units.has(name))
      continue;
    units.set(name, detailOf(name, properties));
    if (type === 'socket') sockets.push(socketOf(name, properties));
  }
  return { units, sockets, unreadable };
}

function propertiesOf(block: string): { readonly properties: Properties; readonly odd: number } {
  const properties = new Map<string, string[]>();
  let odd = 0;
  for (const line of block.split('\n')) {
    const at = line.indexOf('=');
    if (line === '') continue;
    if (!/^[A-Za-z]+=/.test(line)) {
      odd++;
      continue;
    }
    const key = line.slice(0, at);
    properties.set(key, [...(properties.get(key) ?? []), line.slice(at + 1)]);
  }
  return { properties, odd };
}

const one = (properties: Properties, key: string): string | null => {
  const value = properties.get(key)?.[0];
  return value === undefined || value === '' ? null : value;
};

const words = (properties: Properties, key: string): readonly string[] =>
  (one(properties, key) ?? '').split(' ').filter((word) => unitTypeOf(word) !== null);

function detailOf(name: string, properties: Properties): UnitDetail {
  const pid = Number(one(properties, 'MainPID') ?? 0);
  return {
    name,
    description: one(properties, 'Description'),
    serviceType: one(properties, 'Type'),
    restart: one(properties, 'Restart'),
    triggeredBy: words(properties, 'TriggeredBy'),
    fragmentPath: one(properties, 'FragmentPath'),
    mainPid: Number.isSafeInteger(pid) && pid > 0 ? pid : null,
    activeState: one(properties, 'ActiveState'),
    subState: one(properties, 'SubState'),
  };
}

function socketOf(name: string, properties: Properties): SocketUnit {
  const accept = one(properties, 'Accept');
  return {
    name,
    description: one(properties, 'Description'),
    listens: (properties.get('Listen') ?? []).map(parseListen).filter((address) => address !== null),
    triggers: accept === 'yes' ? [templateOf(name)] : words(properties, 'Triggers'),
    activeState: one(properties, 'ActiveState'),
    sleeping: one(properties, 'ActiveState') === 'active' && one(properties, 'SubState') === 'listening',
    accept: accept === null ? null : accept === 'yes',
  };
}

/** systemd.socket(5), Accept=: `echo.socket` starts an instance of `echo@.service` for each connection. */
const templateOf = (socket: string): string => `${socket.replace(/(?:@.*)?\.socket$/, '')}@.service`;
