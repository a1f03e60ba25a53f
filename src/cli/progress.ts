const quietFor = 1000;
const every = 200;

export interface Progress {
  readonly told: (bytes: number, total: number | null) => void;
  readonly end: () => void;
}

/** Says on a terminal's standard error how far a long reading has come, from its first second on. */
export function progressLine(what: string, begun: number = performance.now()): Progress {
  const { stderr } = process;
  let last = begun + quietFor - every;
  let shown = false;
  if (!stderr.isTTY) return { told: () => undefined, end: () => undefined };
  return {
    told: (bytes, total) => {
      const now = performance.now();
      if (now - last < every) return;
      last = now;
      shown = true;
      const far =
        total !== null && total > 0
          ? `${Math.min(100, Math.floor((bytes / total) * 100))} %`
          : `${Math.floor(bytes / 1e6)} MB`;
      stderr.write(`\r\u001B[K${what}: ${far}`);
    },
    end: () => {
      if (shown) stderr.write('\r\u001B[K');
      shown = false;
    },
  };
}
