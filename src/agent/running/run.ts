import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { holderOf } from '../../contract/listener-words.ts';
import type { ExitCode } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { ownLineage } from '../../inspect/index.ts';
import { openRegistry, type Registry } from '../../registry/index.ts';
import { openAssets, startWeb, type Web } from '../../web/index.ts';
import { createHooks, type Hooks, hookSettings } from '../hooks/index.ts';
import { Keeper } from '../keeping/keeper.ts';
import { Knocked } from '../knocks/knocked.ts';
import { LiveTable } from '../listeners/table.ts';
import { listenerEvent } from '../listeners/told.ts';
import type { Privileged } from '../privileged.ts';
import type { AgentSettings, AgentStarting, SecretFile } from '../settings.ts';
import { machineView } from '../view.ts';
import { accessOf } from './access.ts';
import { chooseAddresses } from './addresses.ts';
import { writeInstance } from './instance-lock.ts';
import { type Log, openLog } from './log.ts';
import { freeMemory } from '../../sys/free-memory.ts';
import { Looking } from './looking.ts';
import { metricsOf } from './metrics.ts';
import { Newsroom } from './newsroom.ts';
import { refreshWeekly } from './registry-refresh.ts';
import { forgetSource, statusOf } from './status.ts';
import { ownerSocketOf } from './owner-socket.ts';
import { startWatching } from './watching.ts';
import { readWhole } from './whole-file.ts';

declare const __REEVE_VERSION__: string | undefined;

/** The version, put in by the build. */
const version: string = typeof __REEVE_VERSION__ === 'string' ? __REEVE_VERSION__ : '0.0.0-source';

/** What viewers, and then hooks, may take at the end. */
const graceMs = 2000;
/** By then the start is over, and what it left behind can be given back. */
const settledAfter = 5000;

const micros = (): number => Date.now() * 1000;

/** The agent itself, without privileges, until it is asked to end. */
export async function run(
  { settings, screen, env }: AgentStarting,
  privileged: Privileged,
  open: (file: SecretFile) => number | null,
): Promise<ExitCode> {
  const { granted } = privileged;
  const startedAt = micros();
  const host = harmless(hostname());
  const log = await openLog({ file: open('log'), screen });
  const access = accessOf(settings, open);
  const registry = registryFor(privileged, settings.store);
  const hooks = await hooksFor(settings, env, open('webhookSecret'), host, log);
  const news = new Newsroom({ epoch: randomBytes(6).toString('hex'), hooks, screen });
  const own = new Set([process.pid, ...(granted.helperPid === null ? [] : [granted.helperPid])]);
  const table = new LiveTable({ registry, own, onShown: (ports) => news.versions.bump(ports) });
  const knocked = new Knocked({
    publish: (message) => news.feed.publish(message),
    followed: () => news.feed.followers > 0,
    onPorts: (ports) => news.versions.bump(ports),
  });
  const keeper = new Keeper({
    path: settings.store,
    now: micros,
    retention: settings.retention,
    onNews: (level, sentence) => {
      log(level, sentence);
      news.status();
    },
    onKept: (event, id) => news.knock(event, id),
  });
  const watching = await startWatching({
    granted,
    listens: table.open.listens,
    count: knocked.count,
    tell: (event) => keeper.put(event),
    log,
    onState: () => news.status(),
    now: micros,
  });
  const looking = new Looking({
    privileged,
    table,
    onChange: (change) => {
      keeper.putChange(listenerEvent(change));
      news.change(change, table.visibility);
    },
    onTick: () => watching.look(),
    log,
    now: micros,
  });
  const ownerSocket = ownerSocketOf(privileged, keeper);
  let web: Web | null = null;
  const view = machineView({
    name: host,
    startedAt,
    registry,
    privileged,
    lineage: await ownLineage(),
    own,
    table,
    feed: news.feed,
    knocked,
    versions: news.versions,
    keeper,
    capture: () => watching.state(),
    status: () =>
      statusOf({
        version,
        host,
        startedAt,
        listeners: table,
        tableTrouble: looking.trouble,
        capture: watching.state(),
        ...watching.counts(),
        keeper,
        registry,
        addresses: web?.addresses ?? [],
        viewers: web?.viewers() ?? 0,
        hooks: hooks.counts(),
      }),
  });
  const refresh = settings.registryUpdate
    ? refreshWeekly({
        registry,
        log,
        onFresh: () => {
          forgetSource(registry);
          table.judgeAgain();
        },
      })
    : null;
  try {
    await looking.begin();
    const chosen = await chooseAddresses(settings.listen, {
      registry,
      holder: (port) => {
        const [row] = table.at(port, 'tcp');
        return row === undefined ? null : harmless(holderOf(row.listener));
      },
    });
    web = await startWeb({
      view,
      registry,
      assets: openAssets(),
      version,
      now: micros,
      listen: chosen.listen,
      access,
      ownerSocket,
      metrics: metricsOf({
        view,
        version,
        storeState: () => keeper.state,
        knocks: news.knocks,
        changes: news.changes,
        helperPid: granted.helperPid,
      }),
      log,
    });
    const { addresses } = web;
    if (granted.lock !== null) writeInstance(granted.lock, process.pid, addresses);
    log('info', 'The agent serves its pages', { version, addresses, capture: watching.state().state });
    if (chosen.note !== null) log('info', chosen.note);
    if (granted.ownerSocketRefused !== null)
      log('warn', "There is no socket for this machine's own commands", {
        reason: granted.ownerSocketRefused,
      });
    screen.started({
      addresses,
      portNote: chosen.note,
      listeners: table.all(),
      visibility: table.visibility,
      capture: watching.state(),
      lacking: granted.lacking,
      store: { path: keeper.path, trouble: keeper.trouble },
      ownerSocket: granted.ownerSocket?.path ?? null,
    });
    setTimeout(freeMemory, settledAfter).unref();
    log('info', 'The agent ends', { reason: await privileged.stopped });
    return 0;
  } finally {
    refresh?.stop();
    await web?.close(graceMs);
    // Where the web never began it is still ours.
    ownerSocket?.server.close();
    await looking.stop();
    await watching.close();
    knocked.close();
    keeper.flush();
    await hooks.close(graceMs);
    keeper.close();
    registry.close();
    screen.ended();
  }
}

function hooksFor(
  settings: AgentSettings,
  env: AgentStarting['env'],
  secret: number | null,
  host: string,
  log: Log,
): Promise<Hooks> {
  const webhookSecret = secret === null ? (env['REEVE_WEBHOOK_SECRET'] ?? null) : readWhole(secret);
  return createHooks(hookSettings({ ...settings.hooks, webhookSecret }), { host, log, now: micros });
}

/** Where root started it the usual place of a full record is not the agent's to write: it keeps one beside its store. */
const registryFor = ({ granted }: Privileged, store: string): Registry =>
  granted.helperPid === null
    ? openRegistry()
    : openRegistry({ ownTable: path.join(path.dirname(store), 'registry.table') });
