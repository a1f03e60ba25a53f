import { freePorts } from '../../answer/index.ts';
import { envelope, visibilityItem } from '../../contract/envelope.ts';
import type { NextDocument } from '../../contract/small.ts';
import type { ExitCode } from '../../core/errors.ts';
import { parsePortQuery } from '../../core/port.ts';
import { openRegistry } from '../../registry/index.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { ledger } from '../render/ledger.ts';

interface NextOptions {
  readonly near: string;
  readonly count: number;
  readonly udp?: true;
  readonly json?: true;
}

/** `reeve next` */
export async function next(context: Context, options: NextOptions): Promise<ExitCode> {
  const near = parsePortQuery(options.near).port;
  const transport = options.udp ? 'udp' : 'tcp';
  const { ports, visibility } = await freePorts({ near, transport, count: options.count }, openRegistry());
  if (options.json) {
    const document: NextDocument = {
      ...envelope('portreeve/next/1'),
      transport,
      near,
      ports: [...ports],
      visibility: visibilityItem(visibility),
    };
    context.out(toJson(document));
  } else {
    context.out(`${ports.join('\n')}\n`);
    if (context.interactive && !visibility.complete)
      context.err(`${ledger(visibility, context.columns, context.paint)}\n`);
  }
  return 0;
}
