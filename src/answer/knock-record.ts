import type { KnocksAnswer } from '../contract/port-document.ts';
import { isReeveError } from '../core/errors.ts';
import type { PortQuery } from '../core/port.ts';
import { readStore, type StoreReader, storePlace } from '../store/index.ts';

/** What is on record of the knocks at ports, for pages that have more to tell: it never fails. */
export interface KnockRecord {
  at(query: PortQuery): KnocksAnswer;
  close(): void;
}

/** Where nothing was ever stored this costs one look for the file. */
export function knockRecord(): KnockRecord {
  let store: StoreReader | null = null;
  let answer: KnocksAnswer | null = null;
  try {
    store = readStore(storePlace());
  } catch (error) {
    answer = failed(error);
  }
  return {
    at: ({ port, transport }) => {
      if (store === null || answer !== null) return answer ?? nothing;
      try {
        return { known: store.portKnocks(port, transport), unknown: null };
      } catch (error) {
        return failed(error);
      }
    },
    close: () => store?.close(),
  };
}

const nothing: KnocksAnswer = { known: null, unknown: null };

function failed(error: unknown): KnocksAnswer {
  if (!isReeveError(error)) throw error;
  return error.code === 'STORE_ABSENT' ? nothing : { known: null, unknown: error.explanation.found };
}
