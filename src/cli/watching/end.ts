/** What ends a watch: its time, a signal, the other process, or who looks at it. */
export interface End {
  readonly reason: Promise<string>;
  readonly stop: () => void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function endOf(lasting: number | null, stopped: Promise<string>, left: Promise<void>): End {
  let timer: NodeJS.Timeout | undefined;
  let asked: () => void = () => undefined;
  const signalled = new Promise<string>((resolve) => {
    asked = () => resolve('it was asked to end');
  });
  const over = new Promise<string>((resolve) => {
    if (lasting !== null) timer = setTimeout(() => resolve('its time is over'), lasting);
  });
  for (const signal of signals) process.on(signal, asked);
  return {
    reason: Promise.race([signalled, over, stopped, left.then(() => 'it was left')]),
    stop: () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, asked);
    },
  };
}
