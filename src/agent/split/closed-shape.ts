import type { ClosedReason, NetworkNamespace, Publication, Unit } from '../../inspect/listener.ts';
import { anyOf, type Check, record, text, whole } from './shape.ts';

interface Parts {
  readonly isPublication: Check<Publication>;
  readonly isUnit: Check<Unit>;
  readonly isNamespace: Check<NetworkNamespace>;
}

type Of<Kind extends ClosedReason['kind']> = Extract<ClosedReason, { kind: Kind }>;

/** Why a port may not be free, one shape for each kind; see `inspection-shape.ts`. */
export function isClosedReason({ isPublication, isUnit, isNamespace }: Parts): Check<ClosedReason> {
  const counted = <const Kind extends 'time-wait' | 'connected' | 'bound'>(kind: Kind) =>
    record<{ readonly kind: Kind; readonly count: number }>({ kind: anyOf(kind), count: whole() });
  const shapes: Readonly<Record<ClosedReason['kind'], Check<ClosedReason>>> = {
    'time-wait': counted('time-wait'),
    connected: counted('connected'),
    bound: counted('bound'),
    published: record<Of<'published'>>({ kind: anyOf('published'), publication: isPublication }),
    'sleeping-socket': record<Of<'sleeping-socket'>>({ kind: anyOf('sleeping-socket'), unit: isUnit }),
    'reserved-by-os': record<Of<'reserved-by-os'>>({ kind: anyOf('reserved-by-os'), source: text() }),
    ephemeral: record<Of<'ephemeral'>>({
      kind: anyOf('ephemeral'),
      from: whole(0, 0xffff),
      to: whole(0, 0xffff),
    }),
    'other-namespace': record<Of<'other-namespace'>>({ kind: anyOf('other-namespace'), netns: isNamespace }),
  };
  const all = Object.values(shapes);
  return (value): value is ClosedReason => all.some((is) => is(value));
}
