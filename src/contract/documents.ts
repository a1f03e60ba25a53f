// Every published document by its schema's name; `schema/` is generated from this list.
import type { z } from 'zod';
import { listenersDocument } from './listeners.ts';
import { portDocument, portsDocument } from './port.ts';
import { errorDocument, freeDocument, listenerChange, nextDocument } from './small.ts';

export const documents: Readonly<Record<string, z.ZodType>> = {
  'portreeve/port/1': portDocument,
  'portreeve/ports/1': portsDocument,
  'portreeve/listeners/1': listenersDocument,
  'portreeve/listener-change/1': listenerChange,
  'portreeve/next/1': nextDocument,
  'portreeve/free/1': freeDocument,
  'portreeve/error/1': errorDocument,
};
