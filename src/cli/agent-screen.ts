import type { AgentScreen, AgentStart } from '../agent/index.ts';
import { portNames } from '../answer/index.ts';
import { harmless } from '../core/text.ts';
import type { Context } from './context.ts';
import { chosen } from './listing.ts';
import { changeLine } from './render/change-line.ts';
import { eventLine } from './render/knocks/event-line.ts';
import { overviewText } from './render/overview.ts';
import { paragraph } from './render/text.ts';

/** Where a person looks: the address, the overview, how it stands; then a line for each news. Else the addresses alone. */
export function agentScreen(context: Context): AgentScreen {
  const { columns, paint } = context;
  const interactive = process.stdout.isTTY && process.stderr.isTTY;
  const portName = portNames();
  const line = (text: string): void => {
    if (interactive) context.out(`${text}\n`);
  };
  return {
    interactive,
    started: (start) =>
      context.out(`${(interactive ? startText(start, context) : start.addresses).join('\n')}\n`),
    change: ({ kind, row, before, at }) => {
      // Its own addresses stand above already.
      if (row.listener.owners.some(({ pid }) => pid === process.pid)) return;
      line(changeLine({ kind, row, before, at: at / 1000 }, { room: columns, paint }));
    },
    knock: (event, id) => {
      const name = id === null ? '' : ` ${id}`;
      const told = eventLine(event, { room: columns - name.length, paint, portName });
      line(`${told}${paint.dim(name)}`);
    },
    news: (level, sentence) =>
      line(paint[level === 'error' ? 'red' : 'yellow'](paragraph(harmless(sentence), columns, '  ', '! '))),
    // Behind the `^C` that the terminal has written itself.
    ended: () => line(`\n${paint.dim('The agent has ended.')}`),
  };
}

export function startText(
  start: AgentStart,
  context: Pick<Context, 'columns' | 'paint' | 'env'>,
): readonly string[] {
  const { columns, paint, env } = context;
  // In a clone the command is known to npm alone.
  const reeve = env['npm_package_name'] === 'portreeve' ? 'npx reeve' : 'reeve';
  const say = (text: string, first = ''): string => paragraph(harmless(text), columns, '  ', first);
  return [
    ...start.addresses.map((address) => paint.bold(paint.cyan(address))),
    ...(start.portNote === null ? [] : [paint.dim(say(`(${start.portNote}.)`))]),
    '',
    ...overviewText(chosen(start.listeners, {}), start.visibility, context),
    '',
    ...captureText(start).map((text) => say(text)),
    ...start.lacking
      .filter(
        ({ capabilities }) => start.capture.state === 'watching' || !capabilities.includes('CAP_NET_RAW'),
      )
      .map(({ capabilities, lost }) => paint.dim(say(`Without ${capabilities.join(', ')}: ${lost}.`, '- '))),
    ...(start.lacking.length === 0
      ? []
      : [
          paint.dim(
            say(`Started as root it has them all; ${reeve} doctor says how to grant each by itself.`),
          ),
        ]),
    say(
      start.store.trouble === null
        ? `What is seen is kept in ${start.store.path}.`
        : `What is seen is not kept: ${start.store.trouble}`,
    ),
    paint.dim(say(`Ctrl-C ends it. Elsewhere: ${reeve} knocks, ${reeve} sign-in.`)),
  ];
}

function captureText({ capture, lacking }: AgentStart): readonly string[] {
  switch (capture.state) {
    case 'watching': {
      const where = capture.interfaces.length === 0 ? 'every interface' : capture.interfaces.join(', ');
      return [`Knocks are watched on ${where}, in silence.`];
    }
    case 'off':
      return [`Knocks are not watched: ${capture.why}.`];
    case 'not-permitted': {
      const how = lacking.find(({ capabilities }) =>
        capabilities.some((one) => capture.missing.includes(one)),
      );
      const missing = capture.missing.length === 0 ? capture.why : `${capture.missing.join(', ')} is missing`;
      return [
        `Knocks are not watched: ${missing}. ${how === undefined ? '' : `To have them, ${how.grant}.`}`,
      ];
    }
  }
}
