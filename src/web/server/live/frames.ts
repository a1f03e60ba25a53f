import type { LiveMessage, Numbered } from '../../live.ts';

/** The names of the events; what `?types=` picks from. `resync` comes whatever was picked. */
export const liveTypes = [
  'listener',
  'knock',
  'ports',
  'status',
] as const satisfies readonly LiveMessage['type'][];
export type LiveType = (typeof liveTypes)[number];

/** A message as it goes over the wire, made once for all viewers. */
export const frameOf = (epoch: string, { id, message }: Numbered): Buffer =>
  Buffer.from(`id: ${epoch}-${id}\nevent: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`);

/** Something was missed: the viewer has to load everything anew. */
export const resyncFrame = (epoch: string, latest: number): Buffer =>
  Buffer.from(`id: ${epoch}-${latest}\nevent: resync\ndata: {"type":"resync"}\n\n`);

/** Says that we are there, and up to where all was told: it makes no event of its own. */
export const aliveFrame = (epoch: string, latest: number): Buffer =>
  Buffer.from(`: here\nid: ${epoch}-${latest}\n\n`);

/** Where a viewer left off; null for what is no such mark. */
export function readMark(text: string): { readonly epoch: string; readonly id: number } | null {
  const [, epoch, id] = /^([\w.-]{1,64})-(\d{1,15})$/.exec(text) ?? [];
  return epoch === undefined || id === undefined ? null : { epoch, id: Number(id) };
}

/** `listener,knock`; null for what names others than there are. */
export function readTypes(text: string | null): ReadonlySet<LiveType> | null {
  if (text === null || text === '') return new Set(liveTypes);
  const wanted = text.split(',');
  const known = liveTypes.filter((type) => wanted.includes(type));
  return known.length === new Set(wanted).size ? new Set(known) : null;
}
