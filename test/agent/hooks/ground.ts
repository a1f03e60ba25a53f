import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { knockNotice } from '../../../src/agent/hooks/notice.ts';
import type { Outcome } from '../../../src/agent/hooks/teller.ts';
import type { NoticeDocument } from '../../../src/contract/notice.ts';
import { scanEvent } from '../../store/events.ts';

/** What a test made, taken back in reverse. */
export class Undo {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** A teller or all hooks, closed at the end. */
  closing<T extends { close(graceMs: number): Promise<void> }>(one: T): T {
    this.add(() => one.close(0));
    return one;
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).toReversed()) await step();
  }
}

/** What was logged and counted. */
export function around() {
  const outcomes: Outcome[] = [];
  const logged: string[] = [];
  return {
    outcomes,
    logged,
    count: (outcome: Outcome): void => void outcomes.push(outcome),
    log: (level: string, text: string, fields?: object): void =>
      void logged.push(`${level} ${text} ${JSON.stringify(fields ?? {})}`),
  };
}

export async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !what(); tries++) await pause(10);
  expect(what()).toBe(true);
}

export const notice = (): NoticeDocument => knockNotice('host', scanEvent('x'), 'e1');

interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly url: string;
  readonly body: string;
}

/** A web server that answers by `answer`, the number of the request given from 1. */
export async function webServer(undo: Undo, answer: (response: ServerResponse, number: number) => void) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      asked.push({ headers: request.headers, url: request.url ?? '', body });
      answer(response, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.add(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=hidden` };
}
