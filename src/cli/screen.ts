import type { ReadStream, WriteStream } from 'node:tty';

// DEC private modes of xterm: 1049 the alternate screen, 25 the cursor, 7 wrapping at the last column.
const enterScreen = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[2J';
export const leaveScreen = '\u001B[?7h\u001B[?25h\u001B[?1049l';
const clearLine = '\u001B[K';
const clearAll = '\u001B[2J';
const lineAt = (row: number): string => `\u001B[${row};1H`;
/** The terminal shows all between the two at once, where it knows them. */
const together = ['\u001B[?2026h', '\u001B[?2026l'] as const;

const keys = { interrupt: '\u0003', suspend: '\u001A', redraw: '\u000C' } as const;

export interface Screen {
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly draw: (lines: readonly string[]) => void;
  /** Gives the terminal back as it was; also done whenever the process ends. */
  readonly close: () => void;
}

interface ScreenEvents {
  /** `q`, Ctrl-C, or the terminal has gone. */
  readonly onQuit: () => void;
  /** Another size, or back from a suspension. */
  readonly onRedraw: () => void;
}

/** Takes the terminal over for a view that is redrawn in place. */
export function openScreen(
  input: ReadStream,
  output: WriteStream,
  { onQuit, onRedraw }: ScreenEvents,
): Screen {
  let isOpen = false;
  /** What stands there: only lines that changed are sent. */
  let shown: readonly string[] = [];
  const redraw = (): void => {
    shown = [];
    output.write(clearAll);
    onRedraw();
  };
  const open = (): void => {
    if (isOpen) return;
    isOpen = true;
    input.setRawMode?.(true);
    input.resume();
    output.write(enterScreen);
  };
  const shut = (): void => {
    if (!isOpen) return;
    isOpen = false;
    output.write(leaveScreen);
    input.setRawMode?.(false);
    input.pause();
  };
  const suspend = (): void => {
    shut();
    process.kill(process.pid, 'SIGTSTP');
  };
  const resumed = (): void => {
    open();
    redraw();
  };
  const pressed = (data: Buffer): void => {
    const text = data.toString('latin1');
    if (text === 'q' || text === 'Q' || text.includes(keys.interrupt)) onQuit();
    else if (text === keys.suspend) suspend();
    else if (text === keys.redraw) redraw();
  };
  input.on('data', pressed);
  input.on('end', onQuit);
  output.on('resize', redraw);
  process.on('SIGCONT', resumed);
  process.on('exit', shut);
  open();
  return {
    size: () => ({ columns: Math.max(20, output.columns || 80), rows: Math.max(6, output.rows || 24) }),
    draw: (lines) => {
      if (!isOpen) return;
      const text = lines
        .map((line, index) => (line === shown[index] ? '' : lineAt(index + 1) + line + clearLine))
        .join('');
      const gone = shown.slice(lines.length).map((_, index) => lineAt(lines.length + index + 1) + clearLine);
      shown = lines;
      output.write(together[0] + text + gone.join('') + together[1]);
    },
    close: () => {
      input.off('data', pressed);
      input.off('end', onQuit);
      output.off('resize', redraw);
      process.off('SIGCONT', resumed);
      process.off('exit', shut);
      shut();
    },
  };
}
