const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves at the first signal that asks for an end; further ones change nothing until `leave`. */
export function stopSignals(): {
  readonly stopped: Promise<string>;
  readonly stop: (reason: string) => void;
  readonly leave: () => void;
} {
  let stop: (reason: string) => void = () => undefined;
  const stopped = new Promise<string>((resolve) => {
    stop = resolve;
  });
  const onSignal = (signal: string): void => stop(signal);
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stopped,
    stop,
    leave: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
