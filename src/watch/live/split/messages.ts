/**
 * All that the two processes of a watch say to each other. The privileged one sends what it opened, once, then how its
 * silence goes; the unprivileged one can only say that it is ready. There is nothing in it that a watcher which was
 * taken over by what it parses could ask for.
 */
export interface Grant {
  readonly type: 'grant';
  readonly captures: readonly {
    readonly fd: number;
    readonly ringBytes: number;
    readonly interface: string | null;
  }[];
  readonly decoys: readonly {
    readonly fd: number;
    readonly transport: 'tcp' | 'udp';
    readonly port: number;
  }[];
  /** As whom the watcher is to run; null where it was started so already. */
  readonly become: { readonly uid: number; readonly gid: number } | null;
}

/** How `--silent` goes: answers that were dropped so far; or why there is no silence any more. */
export interface SilenceState {
  readonly type: 'silence';
  readonly dropped: number;
  readonly failed: string | null;
}

export interface Stop {
  readonly type: 'stop';
}

export type FromHelper = Grant | SilenceState | Stop;

export interface FromWatcher {
  readonly type: 'ready';
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 4096;
const onlyHas = (fields: Fields, ...names: readonly string[]): boolean =>
  Object.keys(fields).length === names.length && names.every((name) => name in fields);

const mostDescriptor = 1 << 20;
const mostId = 0xffff_fffe;

export function decodeFromHelper(value: unknown): FromHelper | null {
  if (!isFields(value)) return null;
  switch (value['type']) {
    case 'grant':
      return isGrant(value) ? value : null;
    case 'silence':
      return isSilence(value) ? value : null;
    case 'stop':
      return onlyHas(value, 'type') ? { type: 'stop' } : null;
    default:
      return null;
  }
}

export const decodeFromWatcher = (value: unknown): FromWatcher | null =>
  isFields(value) && value['type'] === 'ready' && onlyHas(value, 'type') ? { type: 'ready' } : null;

function isGrant(value: Fields): value is Fields & Grant {
  const { captures, decoys, become } = value;
  return (
    onlyHas(value, 'type', 'captures', 'decoys', 'become') &&
    Array.isArray(captures) &&
    captures.length > 0 &&
    captures.every(isCapture) &&
    Array.isArray(decoys) &&
    decoys.every(isDecoy) &&
    (become === null ||
      (isFields(become) &&
        onlyHas(become, 'uid', 'gid') &&
        isCount(become['uid'], mostId) &&
        isCount(become['gid'], mostId)))
  );
}

const isCapture = (value: unknown): boolean =>
  isFields(value) &&
  onlyHas(value, 'fd', 'ringBytes', 'interface') &&
  isCount(value['fd'], mostDescriptor) &&
  isCount(value['ringBytes']) &&
  (value['interface'] === null || isText(value['interface']));

const isDecoy = (value: unknown): boolean =>
  isFields(value) &&
  onlyHas(value, 'fd', 'transport', 'port') &&
  isCount(value['fd'], mostDescriptor) &&
  (value['transport'] === 'tcp' || value['transport'] === 'udp') &&
  isCount(value['port'], 0xffff);

const isSilence = (value: Fields): value is Fields & SilenceState =>
  onlyHas(value, 'type', 'dropped', 'failed') &&
  isCount(value['dropped']) &&
  (value['failed'] === null || isText(value['failed']));
