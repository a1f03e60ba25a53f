import type { StatusDocument } from '../../contract/status.ts';
import { harmless } from '../../core/text.ts';
import { duration } from './knocks/times.ts';
import type { Paint } from './style.ts';
import { counted, paragraph, thousands } from './text.ts';

interface View {
  readonly columns: number;
  readonly paint: Paint;
}

/** How the agent is, a line a matter. */
export function statusText(status: StatusDocument, { columns, paint }: View, now = Date.now()): string {
  const { host, version, startedAt, listeners, addresses, registry, viewers, hooks } = status;
  const since = duration(Math.max(0, (now - Date.parse(startedAt)) / 1000));
  const say = (name: string, words: string): string =>
    paragraph(harmless(`${name.padEnd(10)}${words}`), columns, ' '.repeat(12), '  ');
  const table =
    listeners.trouble ?? `${counted(listeners.count, 'listener')}, looked at ${whenOf(listeners, now)}`;
  const told = [
    `${thousands(hooks.sent)} told`,
    ...(hooks.failed > 0 ? [`${thousands(hooks.failed)} could not be told`] : []),
    ...(hooks.held > 0 ? [`${thousands(hooks.held)} held back`] : []),
  ];
  return [
    `${paint.bold(harmless(host))}: the agent ${harmless(version)} runs since ${since}${status.ready ? '' : ', not ready yet'}`,
    say('listeners', table),
    say('knocks', captureWords(status)),
    say('store', storeWords(status)),
    say('pages', `${addresses.join(', ') || 'on no address'}; ${counted(viewers, 'viewer')} now`),
    say('registry', registry.date === null ? registry.source : `${registry.source}, ${registry.date}`),
    ...(hooks.sent + hooks.failed + hooks.held === 0 ? [] : [say('hooks', told.join(', '))]),
  ].join('\n');
}

const whenOf = ({ lookedAt }: StatusDocument['listeners'], now: number): string =>
  lookedAt === null ? 'never' : `${duration(Math.max(0, (now - Date.parse(lookedAt)) / 1000))} ago`;

function captureWords({ capture }: StatusDocument): string {
  const { state, interfaces, why, missing, packets, dropped } = capture;
  if (state === 'watching') {
    const where = interfaces.length === 0 ? 'every interface' : interfaces.join(', ');
    const lost = dropped === 0 ? '' : `, ${thousands(dropped)} lost`;
    return `watched on ${where}: ${counted(packets, 'packet')}${lost}`;
  }
  const unsaid = missing.filter((name) => why?.includes(name) !== true);
  const lacking = unsaid.length === 0 ? '' : ` (missing: ${unsaid.join(', ')})`;
  return `not watched: ${why ?? 'turned off'}${lacking}`;
}

function storeWords({ store }: StatusDocument): string {
  const { state, path, rows, bytes, dropped, trouble } = store;
  if (state === 'none') return `none: ${trouble ?? 'turned off'}`;
  const size =
    rows === null || bytes === null
      ? ''
      : `, ${counted(rows, 'event')}, ${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  const lost = dropped === 0 ? '' : `, ${thousands(dropped)} could not be kept`;
  const how = state === 'ok' ? '' : `, ${state}${trouble === null ? '' : `: ${trouble}`}`;
  return `${path ?? ''}${size}${lost}${how}`;
}
