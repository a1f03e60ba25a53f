import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { unixDatagrams } from '../../sys/unix-datagram.ts';
import { backOff } from './retry.ts';
import { localMessage, syslogMessage } from './syslog-message.ts';
import type { Surroundings, Teller } from './teller.ts';

/** Where the system log is: a datagram socket of this machine, or a receiver over the network. */
export type SyslogTarget =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'udp' | 'tcp'; readonly host: string; readonly port: number };

const mostWaiting = 500;
/** Bytes for a receiver that takes nothing; what comes then waits, and is held back beyond the number above. */
const mostBytes = 1 << 20;
/** One number under two names. */
const full: ReadonlySet<string> = new Set(['EAGAIN', 'EWOULDBLOCK']);

export function syslogTeller(target: SyslogTarget, around: Surroundings): Teller {
  const sender = { host: hostname(), pid: process.pid };
  if (target.kind === 'local') return localTeller(target.path, sender, around);
  return target.kind === 'udp' ? udpTeller(target, sender, around) : tcpTeller(target, sender, around);
}

type Sender = Parameters<typeof syslogMessage>[1];
interface Receiver {
  readonly host: string;
  readonly port: number;
}

/** Never waits: where the log's own queue is full the notice is held back, as by a rate. */
function localTeller(path: string, sender: Sender, { log, count }: Surroundings): Teller {
  const socket = unixDatagrams(path);
  let told: string | null = null;
  return {
    tell: (notice) => {
      const error = socket.send(Buffer.from(localMessage(notice, sender)));
      if (error !== null && error !== told)
        log('warn', `the system log at ${path} cannot be reached (${error})`);
      told = error;
      count(error === null ? 'sent' : full.has(error) ? 'held' : 'failed');
    },
    close: () => {
      socket.close();
      return Promise.resolve();
    },
  };
}

/** A message a datagram (RFC 5426); nobody says whether it arrived. */
function udpTeller({ host, port }: Receiver, sender: Sender, { log, count }: Surroundings): Teller {
  // A name is looked up as one of IPv4, which every resolver answers; an address says what it is.
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4').unref();
  socket.on('error', () => undefined);
  let told = false;
  return {
    tell: (notice) => {
      socket.send(syslogMessage(notice, sender), port, host, (error) => {
        if (error !== null && !told)
          log('warn', `the system log at ${host} cannot be reached (${error.message})`);
        told = error !== null;
        count(error === null ? 'sent' : 'failed');
      });
    },
    close: () =>
      new Promise((resolve) => {
        socket.close(() => resolve());
      }),
  };
}

/** Octets counted before each message (RFC 6587, 3.4.1); connected again, with patience, where it is lost. */
function tcpTeller({ host, port }: Receiver, sender: Sender, { log, count }: Surroundings): Teller {
  const waiting: string[] = [];
  let socket: Socket | null = null;
  let ready = false;
  let closed = false;
  let attempts = 0;
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    const one = ready ? socket : null;
    if (one === null) return;
    while (one.writableLength < mostBytes) {
      const message = waiting.shift();
      if (message === undefined) return;
      one.write(`${Buffer.byteLength(message)} ${message}`);
      count('sent');
    }
  };
  const open = (): void => {
    attempts += 1;
    const one = connect({ host, port }).unref();
    socket = one;
    one.setTimeout(10_000, () => {
      if (!ready) one.destroy();
    });
    one.on('connect', () => {
      ready = true;
      attempts = 0;
      flush();
    });
    one.on('drain', flush);
    // What it says back is no part of the protocol.
    one.resume();
    one.on('error', (error) => {
      if (attempts === 1) log('warn', `the system log at ${host} cannot be reached (${error.message})`);
    });
    one.on('close', () => {
      ready = false;
      socket = null;
      if (!closed) timer = setTimeout(open, backOff(Math.max(1, attempts))).unref();
    });
  };
  open();
  return {
    tell: (notice) => {
      if (closed || waiting.length >= mostWaiting) return count('held');
      waiting.push(syslogMessage(notice, sender));
      flush();
    },
    close: (graceMs) =>
      new Promise((resolve) => {
        closed = true;
        clearTimeout(timer);
        for (const _ of waiting.splice(0)) count('failed');
        const one = socket;
        if (one === null) return resolve();
        const end = setTimeout(() => one.destroy(), graceMs);
        one.once('close', () => {
          clearTimeout(end);
          resolve();
        });
        if (ready) one.end();
        else one.destroy();
      }),
  };
}
