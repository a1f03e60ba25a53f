import type { Context } from '../context.ts';
import { portNames } from '../../answer/index.ts';
import { liveFrame } from '../render/knocks/live.ts';
import { openScreen, type Screen } from '../screen.ts';
import { summary } from './line-view.ts';
import type { Session, SessionView } from './session.ts';

/** The live view, redrawn once a second and on a new size. */
export function screenView(context: Context, session: Session): SessionView {
  const portName = portNames();
  let screen: Screen | null = null;
  let leave: () => void = () => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const draw = (): void => {
    if (screen === null) return;
    const state = {
      now: Date.now() * 1000,
      startedAt: session.startedAt,
      interfaces: session.interfaces,
      findings: session.findings(),
      rates: session.rates(),
      events: session.events(),
      ...session.status(),
    };
    screen.draw(liveFrame(state, { ...screen.size(), paint: context.paint, portName }));
  };
  return {
    begin: () => {
      const events = { onQuit: () => leave(), onRedraw: draw };
      screen = openScreen(process.stdin, process.stdout, events);
      draw();
    },
    event: () => undefined,
    decoy: () => undefined,
    tick: draw,
    end: () => {
      screen?.close();
      screen = null;
      context.out(`${summary(context, session)}\n`);
    },
    left,
  };
}
