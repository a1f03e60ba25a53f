import { noRecord, toSourceDocument } from '../../contract/knocks-document.ts';
import { type ExitCode } from '../../core/errors.ts';
import type { Who } from '../../core/who.ts';
import { rangeOf, whoBehind } from '../../watch/index.ts';
import { addressOption } from '../address-option.ts';
import { askStore } from '../asking.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { sourceText } from '../render/knocks/source.ts';
import { whoWords } from '../who.ts';

export interface SourceOptions {
  readonly list?: string;
  readonly mmdb?: readonly string[];
  readonly resolve?: true;
  readonly rdap?: true;
  readonly json?: true;
}

/** `reeve source IP`: 0 where something is on record of it, 2 where nothing is. */
export async function source(context: Context, text: string, options: SourceOptions): Promise<ExitCode> {
  const address = addressOption(text);
  const { path, answer } = await askStore(context, { ask: 'source', address });
  const record = answer ?? noRecord(address);
  const who = await whoIs(address, options);
  if (options.json) context.out(toJson(toSourceDocument(path, record, who)));
  else context.out(`${sourceText(record, whoWords(who), Date.now() * 1000, context)}\n`);
  return record.events + record.together === 0 ? 2 : 0;
}

/** Nobody is asked but by these options: a question over the network tells somebody that we ask. */
async function whoIs(address: string, { list, mmdb, resolve, rdap }: SourceOptions): Promise<Who> {
  const behind = await whoBehind([address], {
    lists: list === undefined ? [] : [list],
    databases: mmdb ?? [],
    resolve: resolve ? 1 : 0,
    rdap: rdap ? 1 : 0,
  });
  return { ...behind(address), range: rangeOf(address) };
}
