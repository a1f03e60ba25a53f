import type { Visibility } from '../core/visibility.ts';
import type { PortDocument } from './port.ts';

/** What every document opens with: the schema's name and major version, and when it was made. */
export const envelope = <Name extends string>(schema: Name) => ({
  schema,
  generatedAt: new Date().toISOString(),
});

export const visibilityItem = (visibility: Visibility): PortDocument['visibility'] => ({
  complete: visibility.complete,
  privileged: visibility.privileged,
  method: visibility.method,
  processes: { ...visibility.processes },
  namespaces: { ...visibility.namespaces },
  notes: [...visibility.notes],
});
