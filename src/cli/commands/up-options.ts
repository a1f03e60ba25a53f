import path from 'node:path';
import { isIP } from 'node:net';
import type { AgentSettings } from '../../agent/index.ts';
import { fail } from '../../core/errors.ts';
import { retentionFrom, storePlace } from '../../store/index.ts';
import type { Context } from '../context.ts';

export interface UpOptions {
  readonly listen?: readonly string[];
  readonly name?: readonly string[];
  readonly tokenFile?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly clientCa?: string;
  readonly iface?: readonly string[];
  readonly watch: boolean;
  readonly store?: string;
  readonly user?: string;
  readonly registryUpdate: boolean;
  readonly onEvent?: string;
  readonly webhook?: string;
  readonly webhookSecretFile?: string;
  readonly syslog?: string | true;
  readonly ignore?: readonly string[];
  readonly hookRate?: string;
  readonly log?: string;
}

/** @throws ReeveError `USAGE` */
export function upSettings(options: UpOptions, env: Context['env']): AgentSettings {
  const { onEvent, webhook, syslog, ignore, hookRate } = options;
  return {
    listen: (options.listen ?? []).flatMap(addressesOf),
    names: (options.name ?? []).map(nameOf),
    files: {
      token: options.tokenFile ?? null,
      tlsCert: options.tlsCert ?? null,
      tlsKey: options.tlsKey ?? null,
      clientCa: options.clientCa ?? null,
      webhookSecret: options.webhookSecretFile ?? null,
      log: options.log ?? null,
    },
    watch: options.watch,
    interfaces: options.iface ?? [],
    user: options.user ?? null,
    store: path.resolve(options.store ?? storePlace(env).path),
    retention: retentionFrom(env),
    registryUpdate: options.registryUpdate,
    hooks: {
      ...(onEvent === undefined ? {} : { onEvent }),
      ...(webhook === undefined ? {} : { webhook }),
      ...(syslog === undefined ? {} : { syslog }),
      ...(ignore === undefined ? {} : { ignore }),
      ...(hookRate === undefined ? {} : { rate: hookRate }),
    },
  };
}

type Address = AgentSettings['listen'][number];

/** `192.0.2.1`, `192.0.2.1:8080`, `::1`, `[::1]:8080`, `localhost:8080`, `8080`; loopback where no address is named. */
export function addressesOf(text: string): readonly Address[] {
  const whole = text.replace(/^\[([^\]]*)\]$/, '$1');
  if (isIP(whole) !== 0) return [{ host: whole, port: null }];
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]*)\]|([^:[\]]*)):)?(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '';
  const port = digits === undefined ? null : Number(digits);
  if (text === 'localhost') return loopback.map((one) => ({ host: one, port: null }));
  if (port === null || port > 65_535) throw unusable(text);
  if (host === '' || host === 'localhost') return loopback.map((one) => ({ host: one, port }));
  if (isIP(host) === (bracketed === undefined ? 4 : 6)) return [{ host, port }];
  throw unusable(text);
}

const loopback = ['127.0.0.1', '::1'] as const;

const unusable = (text: string) =>
  fail('USAGE', {
    asked: `--listen ${JSON.stringify(text.slice(0, 80))}`,
    found: 'that is no address with or without a port',
    todo: 'Write --listen 192.0.2.1:7678, --listen [2001:db8::1]:7678 or --listen 7678',
  });

function nameOf(text: string): string {
  const name = text.toLowerCase();
  if (/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)) return name;
  throw fail('USAGE', {
    asked: `--name ${JSON.stringify(text.slice(0, 80))}`,
    found: 'that is no name of a host',
    todo: 'Write --name reeve.example.org, without a port',
  });
}
