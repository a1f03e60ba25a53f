import type { ServerResponse } from 'node:http';
import type { Asked } from '../asked.ts';
import { countStatus } from '../counts.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Site } from '../site.ts';
import { liveTypes, readMark, readTypes } from './frames.ts';

/** Takes a viewer in. @returns false for methods that follow nothing @throws Refusal */
export function followLive({ hub, counts }: Site, asked: Asked, response: ServerResponse): boolean {
  if (asked.method !== 'GET') return false;
  const query = new URLSearchParams(asked.target.query);
  const types = readTypes(query.get('types'));
  if (types === null) throw invalid('types', `these are not all among ${liveTypes.join(', ')}`);
  const sent = asked.headers['last-event-id'];
  // A browser that comes again says where it was; the address says only where the page began.
  const mark = (Array.isArray(sent) ? sent[0] : sent) ?? query.get('after') ?? '';
  const after = mark === '' ? null : readMark(mark);
  if (mark !== '' && after === null) throw invalid('after', 'that is no id of an event');
  if (hub.full) throw full();
  countStatus(counts, 200);
  hub.follow(response, { types, after });
  return true;
}

const invalid = (name: string, found: string): Refusal =>
  refuse('REQUEST_INVALID', { asked: `to follow live, ${name}`, found });

const full = (): Refusal =>
  refuse(
    'TOO_MANY',
    { asked: 'to follow live', found: 'as many follow already as the agent takes', todo: 'Try again later' },
    { status: 503, headers: { 'retry-after': '30' } },
  );
