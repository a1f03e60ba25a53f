/** A writer at the other end of a pipe is interrupted at the same time, and hands over what it has left. */
const patience = 300;

export interface Interruption {
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

/** Turns Ctrl-C and SIGTERM into an end of the work rather than of the process; the second one ends it at once. */
export function interruption(grace = patience): Interruption {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const abort = (): void => controller.abort();
  const asked = (): void => {
    if (timer === undefined && grace > 0) timer = setTimeout(abort, grace);
    else abort();
  };
  process.on('SIGINT', asked);
  process.on('SIGTERM', asked);
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      process.off('SIGINT', asked);
      process.off('SIGTERM', asked);
    },
  };
}
