// Every published document by its schema's name; `schema/` is generated from this list.
import type { z } from 'zod';
import { changesDocument, timelineDocument, topDocument } from './activity.ts';
import { checkDocument } from './check.ts';
import { feedbackDocument, voteDocument } from './feedback.ts';
import { doctorDocument } from './doctor.ts';
import { knockEvent } from './knock-event.ts';
import { eventDocument, knocksDocument, sourceDocument, storeDocument } from './knocks.ts';
import { listenersDocument } from './listeners.ts';
import { liveMessage } from './live.ts';
import { noticeDocument } from './notice.ts';
import { endDocument, signInDocument } from './operating.ts';
import { pagesDocument } from './pages.ts';
import { portDocument, portsDocument } from './port.ts';
import { problemDocument } from './problem.ts';
import { rangesDocument } from './ranges.ts';
import { readDocument, readsDocument } from './read.ts';
import {
  findDocument,
  registryStatusDocument,
  registryUpdateDocument,
  registryVerifyDocument,
} from './registry.ts';
import { statusDocument } from './status.ts';
import { errorDocument, freeDocument, learnDocument, listenerChange, nextDocument } from './small.ts';

export const documents: Readonly<Record<string, z.ZodType>> = {
  'portreeve/port/1': portDocument,
  'portreeve/ports/1': portsDocument,
  'portreeve/listeners/1': listenersDocument,
  'portreeve/listener-change/1': listenerChange,
  'portreeve/learn/1': learnDocument,
  'portreeve/next/1': nextDocument,
  'portreeve/free/1': freeDocument,
  'portreeve/check/1': checkDocument,
  'portreeve/find/1': findDocument,
  'portreeve/registry-status/1': registryStatusDocument,
  'portreeve/registry-update/1': registryUpdateDocument,
  'portreeve/registry-verify/1': registryVerifyDocument,
  'portreeve/read/1': readDocument,
  'portreeve/reads/1': readsDocument,
  'portreeve/knock-event/1': knockEvent,
  'portreeve/knocks/1': knocksDocument,
  'portreeve/source/1': sourceDocument,
  'portreeve/event/1': eventDocument,
  'portreeve/store/1': storeDocument,
  'portreeve/pages/1': pagesDocument,
  'portreeve/status/1': statusDocument,
  'portreeve/changes/1': changesDocument,
  'portreeve/timeline/1': timelineDocument,
  'portreeve/top/1': topDocument,
  'portreeve/ranges/1': rangesDocument,
  'portreeve/feedback/1': feedbackDocument,
  'portreeve/vote/1': voteDocument,
  'portreeve/live/1': liveMessage,
  'portreeve/notice/1': noticeDocument,
  'portreeve/sign-in/1': signInDocument,
  'portreeve/end/1': endDocument,
  'portreeve/problem/1': problemDocument,
  'portreeve/doctor/1': doctorDocument,
  'portreeve/error/1': errorDocument,
};
