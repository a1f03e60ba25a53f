import type { Watch } from '../../watch/index.ts';
import { counted, thousands } from '../render/text.ts';

interface Standing {
  readonly watch: Watch;
  readonly silent: boolean;
  readonly decoyed: number;
  /** The newest last. */
  readonly troubles: readonly string[];
  /** The store's file; null: nothing is stored. */
  readonly store: string | null;
  readonly listeners: number;
}

export interface Status {
  readonly status: readonly string[];
  readonly warnings: readonly string[];
}

/** How the watch stands, in short sentences; what is lost or wrong apart. */
export function statusOf({ watch, silent, decoyed, troubles, store, listeners }: Standing): Status {
  const refused = watch.decoysRefused();
  const decoys =
    watch.decoyPorts.length === 0
      ? []
      : [
          `decoys at ${watch.decoyPorts.join(', ')}: ${thousands(decoyed)} let in${refused > 0 ? `, ${thousands(refused)} refused` : ''}`,
        ];
  const dropped = watch.silence()?.dropped ?? 0;
  return {
    status: [
      ...(silent ? [`silent: ${counted(dropped, 'answer')} kept back`] : []),
      ...decoys,
      `${counted(listeners, 'port')} in use here`,
      store === null ? 'not stored' : `kept in ${store}`,
    ],
    warnings: [...silenceWarnings(watch, silent), ...lossWarnings(watch), ...troubles.slice(-1)],
  };
}

function silenceWarnings(watch: Watch, silent: boolean): readonly string[] {
  const failed = watch.silence()?.failed ?? null;
  if (failed !== null) return [`The silence is broken: ${failed}`];
  const { reset, unreachable, echo } = watch.counts().answers;
  const parts = [
    ...(reset > 0 ? [counted(reset, 'reset')] : []),
    ...(unreachable > 0 ? [counted(unreachable, 'port unreachable', 'ports unreachable')] : []),
    ...(echo > 0 ? [counted(echo, 'echo reply', 'echo replies')] : []),
  ];
  if (parts.length === 0) return [];
  const what = `The kernel answered: ${parts.join(', ')}`;
  return [silent ? `${what}, in spite of the silence` : `${what}; --silent keeps that back`];
}

function lossWarnings(watch: Watch): readonly string[] {
  const drops = watch.counts().drops;
  return [
    ...watch.down().map(({ interface: name, state }) => `${name} is ${state}: nothing is seen there`),
    ...(drops === null ? [] : [`${counted(drops.packets, 'packet')} lost: ${drops.reason}`]),
  ];
}
