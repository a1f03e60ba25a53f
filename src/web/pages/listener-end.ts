import { placeOf } from '../../contract/listener-words.ts';
import { redactCommand } from '../../core/redact.ts';
import { cut, harmless } from '../../core/text.ts';
import type { FreePlan } from '../../answer/index.ts';
import { type Html, html } from '../html.ts';
import { card, code, copyable, dataTable, empty, english, ltr, ltrText } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';
import type { KnownListener, MachineView } from '../view.ts';
import { livePage } from './live-page.ts';

/**
 * `/listeners/ID/end`: who would be ended, what would start it again, and the form that does it. Nothing happens by
 * looking at it; the form is sent to `/api/v1/holders/end` with the fields of `EndHolder`.
 */
export function listenerEndPage(context: PageContext, id: string): Page {
  const { locale, machine, operator } = context;
  const known = machine?.listeners.all().find((one) => one.id === id) ?? null;
  const place = known === null ? null : placeOf(known.listener);
  const title = place === null ? locale.t('end.crumb') : locale.t('end.title', { port: ltrText(place) });
  const above = [locale.t('nav.listeners'), '/listeners'] as const;
  const status = !operator ? 403 : known === null ? 404 : 200;
  const description = locale.t('end.crumb');
  return livePage(context, { section: 'listeners', title, description, above, status }, (view) => {
    const back = html`<p><a href="${context.links.page('/listeners')}">${locale.t('end.back')}</a></p>`;
    if (!operator) return empty(locale.rich('end.notOperator', { how: code('reeve sign-in') }), back);
    return known === null ? empty(locale.t('end.gone'), back) : html`${body(context, view, known)}${back}`;
  });
}

function body(context: PageContext, machine: MachineView, known: KnownListener): Html {
  const plan = machine.planToEnd(known);
  return plan.kind === 'refuse' ? refused(context, plan) : planned(context, known, plan);
}

function refused({ locale }: PageContext, { why, instead }: Extract<FreePlan, { kind: 'refuse' }>): Html {
  const text = locale.rich('end.refused', { why: english(harmless(why)) });
  if (instead === null) return empty(text);
  return empty(text, html`<p>${locale.t('end.instead')} ${copyable(locale, harmless(instead))}</p>`);
}

function planned(context: PageContext, known: KnownListener, plan: Extract<FreePlan, { kind: 'end' }>): Html {
  const { locale, links } = context;
  const { listener } = known;
  const { processes, supervisor } = plan;
  const [first] = processes;
  if (first?.startTicks === undefined) return empty(locale.t('end.gone'));
  const rows = processes.map(({ pid, comm, exe, user, uid, cmdline }) => [
    ltr(pid),
    code(harmless(exe ?? comm)),
    ltr(harmless(String(user ?? uid ?? '?'))),
    code(cut(harmless(redactCommand(cmdline ?? []).join(' ')), 200)),
  ]);
  const again =
    supervisor === null
      ? html`<p>${locale.t('end.staysEnded')}</p>`
      : html`<p class="notice warn">${locale.rich('end.restarts', { name: ltr(harmless(supervisor.name)) })} ${copyable(locale, harmless(supervisor.stop))}</p>`;
  const fields = {
    pid: first.pid,
    startTicks: first.startTicks,
    port: listener.port ?? 0,
    transport: listener.kind,
  };
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const form = html`<form method="post" action="${links.plain('/api/v1/holders/end')}" class="end">${hidden}<p><button name="force" value="false">${locale.t('end.gentle')}</button> <span class="dim">${locale.t('end.gentleText')}</span></p><p><button name="force" value="true" class="danger">${locale.t('end.force')}</button> <span class="dim">${locale.t('end.forceText')}</span></p></form>`;
  return html`${card(
    locale.t('end.who'),
    html`${dataTable({
      caption: locale.t('end.who'),
      captionHidden: true,
      head: [locale.t('here.pid'), locale.t('here.program'), locale.t('here.user'), locale.t('here.command')],
      rows,
    })}<p class="hint">${locale.t('end.whoText')}</p>${again}`,
  )}${card(locale.t('end.how'), form)}`;
}
