import { isIP } from 'node:net';
import { fail } from '../../core/errors.ts';
import { type IgnoreRule, parseIgnoreRule } from './ignore.ts';
import type { SyslogTarget } from './syslog.ts';
import type { WebhookTarget } from './webhook.ts';

/** As the options have them. */
export interface HookOptions {
  /** `--on-event CMD` */
  readonly onEvent?: string;
  /** `--webhook URL` */
  readonly webhook?: string;
  /** What the file of `--webhook-secret` holds, or `REEVE_WEBHOOK_SECRET`; null = not signed. */
  readonly webhookSecret?: string | null;
  /** `--syslog [WHERE]`; true: the machine's own */
  readonly syslog?: string | true;
  /** `--ignore RULE`, several */
  readonly ignore?: readonly string[];
  /** `--hook-rate N`: notices a minute */
  readonly rate?: string;
}

export interface HookSettings {
  readonly command: string | null;
  readonly webhook: WebhookTarget | null;
  readonly syslog: SyslogTarget | null;
  readonly ignore: readonly IgnoreRule[];
  /** Notices a minute, and as many at once. */
  readonly perMinute: number;
}

const usualRate = 30;
const mostRules = 1000;

/** @throws ReeveError `USAGE` */
export function hookSettings(options: HookOptions): HookSettings {
  const { onEvent, webhook, webhookSecret, syslog, ignore = [], rate } = options;
  if (ignore.length > mostRules)
    throw fail('USAGE', {
      asked: `${ignore.length} rules of what to ignore`,
      found: `there may be ${mostRules}`,
    });
  return {
    command: onEvent === undefined ? null : commandOf(onEvent),
    webhook: webhook === undefined ? null : { url: urlOf(webhook), secret: secretOf(webhookSecret ?? null) },
    syslog: syslog === undefined ? null : targetOf(syslog),
    ignore: ignore.map(parseIgnoreRule),
    perMinute: rate === undefined ? usualRate : rateOf(rate),
  };
}

function commandOf(text: string): string {
  if (text.trim() !== '' && !text.includes('\0')) return text;
  throw fail('USAGE', {
    asked: '--on-event',
    found: 'the command is empty',
    todo: 'Write --on-event "mail -s knock root"',
  });
}

function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const found =
    url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')
      ? 'it is no http or https address'
      : url.username !== '' || url.password !== ''
        ? 'it has a name or password in it, which would be shown in lists of processes'
        : null;
  // The address itself may be a secret: it is not repeated.
  if (found !== null)
    throw fail('USAGE', { asked: '--webhook', found, todo: 'Write --webhook https://example.org/hook' });
  return new URL(text).href;
}

function secretOf(text: string | null): string | null {
  const secret = text?.trim() ?? null;
  if (secret === null || (secret.length >= 16 && secret.length <= 4096)) return secret;
  throw fail('USAGE', {
    asked: 'to sign what the webhook is told',
    found: 'the secret has fewer than 16 characters, or more than 4096',
    todo: 'Make one with: openssl rand -hex 32',
  });
}

/** `true`, `/dev/log`, `udp://192.0.2.1:514`, `tcp://log.example.org:601`, `tcp://[2001:db8::1]:601` */
function targetOf(where: string | true): SyslogTarget {
  if (where === true) return { kind: 'local', path: '/dev/log' };
  if (where.startsWith('/') && where.length <= 107) return { kind: 'local', path: where };
  const [, kind, bracketed, named, port] =
    /^(udp|tcp):\/\/(?:\[([^\]]{2,60})\]|([\w.-]{1,253}))(?::(\d{1,5}))?\/?$/.exec(where) ?? [];
  const host = bracketed ?? named;
  const number = port === undefined ? (kind === 'udp' ? 514 : 601) : Number(port);
  const sound = bracketed === undefined || isIP(bracketed) === 6;
  if ((kind === 'udp' || kind === 'tcp') && host !== undefined && sound && number >= 1 && number <= 65_535)
    return { kind, host, port: number };
  throw fail('USAGE', {
    asked: `--syslog ${JSON.stringify(where.slice(0, 80))}`,
    found: 'that is no place of a system log',
    todo: 'Write --syslog, --syslog /dev/log, --syslog udp://192.0.2.1:514 or --syslog tcp://192.0.2.1:601',
  });
}

function rateOf(text: string): number {
  const rate = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (rate >= 1 && rate <= 10_000) return rate;
  throw fail('USAGE', {
    asked: `--hook-rate ${JSON.stringify(text.slice(0, 20))}`,
    found: 'it is no number from 1 to 10000',
    todo: 'Write --hook-rate 30: so many notices a minute',
  });
}
