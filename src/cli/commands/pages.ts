import { envelope } from '../../contract/envelope.ts';
import type { PagesDocument } from '../../contract/pages.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { openRegistry } from '../../registry/index.ts';
import { type LanguageTag, languages, openAtlas } from '../../web/index.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { counted, paragraph, thousands } from '../render/text.ts';

interface Options {
  readonly base?: string;
  readonly feedback?: string;
  readonly languages?: string;
  readonly all?: true;
  readonly json?: true;
}

/** `reeve pages build DIR` */
export async function build(context: Context, dir: string, options: Options): Promise<ExitCode> {
  const tags = languagesOf(options.languages);
  // What only this host calls a port is no matter of the public.
  const registry = openRegistry({ services: '' });
  const begun = performance.now();
  const progress = progressOn(context);
  try {
    const { buildAtlas } = await openAtlas();
    const { folder, pages, ports, files } = await buildAtlas({
      folder: dir,
      registry,
      languages: tags,
      base: options.base ?? null,
      feedback: options.feedback ?? null,
      all: options.all === true,
      onProgress: progress.told,
    });
    progress.end();
    const seconds = (performance.now() - begun) / 1000;
    const document: PagesDocument = {
      ...envelope('portreeve/pages/1'),
      folder,
      pages,
      ports,
      languages: [...tags],
      files: { ...files },
      seconds,
    };
    context.out(options.json ? toJson(document) : `${text(document, context.columns)}\n`);
    return 0;
  } finally {
    progress.end();
    registry.close();
  }
}

function languagesOf(list: string | undefined): readonly LanguageTag[] {
  if (list === undefined) return languages.map(({ tag }) => tag);
  const asked = list.split(',').map((one) => one.trim().toLowerCase());
  const unknown = asked.find((one) => !languages.some(({ tag }) => tag === one));
  if (unknown !== undefined) {
    throw fail('USAGE', {
      asked: `--languages ${JSON.stringify(list.slice(0, 60))}`,
      found: `there are no pages in ${JSON.stringify(unknown.slice(0, 20))}`,
      todo: `Choose among ${languages.map(({ tag }) => tag).join(', ')}`,
    });
  }
  // English stands at the addresses without a language.
  return languages.map(({ tag }) => tag).filter((tag) => tag === 'en' || asked.includes(tag));
}

const every = 200;

function progressOn({ err, interactive }: Context) {
  const begun = performance.now();
  let last = begun;
  let shown = false;
  return {
    told: (done: number, total: number): void => {
      const now = performance.now();
      if (!interactive || now - last < every) return;
      last = now;
      shown = true;
      const rate = Math.round((done / (now - begun)) * 1000);
      err(`\r\u001B[K${thousands(done)} of ${thousands(total)} pages, ${thousands(rate)}/s`);
    },
    end: (): void => {
      if (shown) err('\r\u001B[K');
      shown = false;
    },
  };
}

function text(
  { folder, pages, ports, languages: tags, files, seconds }: PagesDocument,
  room: number,
): string {
  const rate = Math.round(pages / Math.max(seconds, 0.001));
  const each = ((seconds * 1000) / Math.max(pages, 1)).toFixed(2);
  return [
    `${counted(pages, 'page')} of ${counted(ports, 'port')} in ${counted(tags.length, 'language')} (${tags.join(', ')}) in ${seconds.toFixed(1)} s: ${thousands(rate)} pages/s, ${each} ms each.`,
    `${counted(files.written, 'file')} written, ${thousands(files.unchanged)} unchanged, ${thousands(files.removed)} removed in ${folder}.`,
  ]
    .map((line) => paragraph(harmless(line), room, ''))
    .join('\n');
}
