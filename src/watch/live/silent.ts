import { existsSync } from 'node:fs';
import { fail } from '../../core/errors.ts';
import { type NftAnswer, runNft } from './nft.ts';
import {
  askCount,
  askTable,
  ownerOf,
  removal,
  renewal,
  type SilenceSettings,
  silentTable,
} from './silent-rules.ts';

/** Three times before the elements run out. */
export const renewEveryMs = 4000;

/** What nft takes as one plain name; the kernel allows more, with `*` and quotes among it. */
const plainName = /^[\w.:@+-]{1,15}$/;

/** Keeps this host's kernel from answering; needs CAP_NET_ADMIN. */
export class Silence {
  #open = true;

  private constructor() {
    // Made by `begin`.
  }

  /**
   * Puts the table in place. What a killed watcher left goes away by it.
   * @throws ReeveError `NOT_PERMITTED`, `COMMAND_FAILED`, or `USAGE` where another watch keeps silence already
   */
  static async begin(settings: SilenceSettings): Promise<Silence> {
    for (const name of settings.interfaces) if (!plainName.test(name)) throw badName(name);
    const before = await runNft(askTable);
    if (before.ok) demandAbandoned(before.text);
    const made = await runNft(['-f', '-'], silentTable(process.pid, settings));
    if (!made.ok) throw refused(made);
    return new Silence();
  }

  /**
   * Keeps it alive and says what listens now.
   * @returns why it failed, null where all is well
   */
  async renew(listening: readonly number[] | null): Promise<string | null> {
    if (!this.#open) return null;
    const { ok, text } = await runNft(['-f', '-'], renewal(listening));
    return ok ? null : firstLine(text);
  }

  /** Answers dropped since the beginning; null where it cannot be told. */
  async dropped(): Promise<number | null> {
    const { ok, text } = await runNft(askCount);
    return ok ? packetsOf(text) : null;
  }

  async end(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await runNft(['-f', '-'], removal);
  }
}

function demandAbandoned(text: string): void {
  const owner = ownerOf(/^\tcomment "([^"]*)"$/m.exec(text)?.[1]);
  if (owner === null) {
    throw fail('USAGE', {
      asked: 'to watch silently',
      found: 'there is a table inet portreeve_watch that reeve did not make',
      todo: 'Look at it (nft list table inet portreeve_watch) and delete it if nobody needs it',
    });
  }
  const alive = /^\tset alive \{[^}]*elements = /m.exec(text) !== null;
  if (alive && owner !== process.pid && existsSync(`/proc/${owner}`)) {
    throw fail('USAGE', {
      asked: 'to watch silently',
      found: `process ${owner} keeps silence already`,
      todo: 'End it first, or watch without --silent: its silence holds for all',
    });
  }
}

/** `{"nftables": [..., {"counter": {"packets": 3, ...}}]}`, man 5 libnftables-json. */
function packetsOf(text: string): number | null {
  try {
    const { nftables } = JSON.parse(text) as { nftables: { counter?: { packets?: unknown } }[] };
    const packets = nftables.find(({ counter }) => counter !== undefined)?.counter?.packets;
    return typeof packets === 'number' ? packets : null;
  } catch {
    return null;
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0]?.slice(0, 300) ?? '';

const badName = (name: string) =>
  fail('USAGE', {
    asked: `to watch ${JSON.stringify(name)} silently`,
    found: 'nftables does not take that as the name of an interface',
  });

function refused({ text }: NftAnswer) {
  const permitted = !/Operation not permitted|must be root/i.test(text);
  return fail(permitted ? 'COMMAND_FAILED' : 'NOT_PERMITTED', {
    asked: 'to watch silently (a table of nftables)',
    found: permitted
      ? `nft refused it: ${firstLine(text)}`
      : 'the kernel did not permit it: CAP_NET_ADMIN is missing',
    todo: permitted ? 'Watch without --silent' : 'Run it as root, or watch without --silent',
  });
}
