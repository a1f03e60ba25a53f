import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRegistry } from '../../../src/registry/index.ts';
import { openAssets, startWeb } from '../../../src/web/index.ts';
import { base } from '../../store/events.ts';
import { type FakeMachine, fakeMachine, type FakeOptions } from '../../web/machine.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

/** The pages' own server around a made-up machine: what it shows is the same on every host and every day. */
export interface Site {
  readonly url: string;
  readonly machine: FakeMachine;
  /** What the server logged as an error. */
  readonly errors: readonly string[];
  stop(): Promise<void>;
}

export async function startSite(options: FakeOptions = {}): Promise<Site> {
  const registry = openRegistry({
    packageData: path.join(dist, 'data'),
    ownTable: '/nonexistent',
    systemTable: '/nonexistent',
    services: '/nonexistent',
  });
  const machine = fakeMachine({ registry, ...options });
  const errors: string[] = [];
  const web = await startWeb({
    view: machine.view,
    registry,
    assets: openAssets({ folder: path.join(dist, 'web') }),
    version: '0.0.0',
    now: () => base,
    listen: [{ host: '127.0.0.1', port: 0 }],
    access: { tokens: [], tls: null, names: [] },
    ownerSocket: null,
    metrics: () => Promise.resolve(''),
    log: (level, text, fields) => {
      if (level === 'error') errors.push(`${text} ${JSON.stringify(fields)} ${String(fields?.['error'])}`);
    },
  });
  return {
    url: web.addresses[0] ?? '',
    machine,
    errors,
    stop: async () => {
      await web.close(500);
      machine.close();
      registry.close();
    },
  };
}
