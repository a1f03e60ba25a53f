import type { Context } from '../../src/cli/context.ts';
import { painter } from '../../src/cli/render/style.ts';

/** A context that keeps what is printed, without colour. */
export function captured(columns = 80): { readonly context: Context; readonly out: () => string } {
  let out = '';
  return {
    context: {
      out: (text) => {
        out += text;
      },
      err: () => undefined,
      columns,
      paint: painter(false),
      interactive: false,
      env: {},
      ask: () => Promise.reject(new Error('nobody is asked')),
    },
    out: () => out,
  };
}
