import type { Page } from '../../../src/web/page.ts';

/** A page's text by its structure, one element a line: what people read, without what only the browser needs. */
export function outline({ title, status, body }: Page): string {
  const text = String(body)
    .replaceAll(/<script[^>]*>.*?<\/script>|<svg[^>]*>.*?<\/svg>/gs, '')
    .replaceAll(/<(?:h1|h2|h3)[^>]*>/g, '\n\n# ')
    .replaceAll(/<(?:tr|li|p|dt|caption|summary|form|figcaption)\b[^>]*>/g, '\n')
    .replaceAll(/<(?:th|td|dd)\b[^>]*>/g, ' | ')
    .replaceAll(/<option[^>]*>[^<]*<\/option>/g, '')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/[ \t]+/g, ' ');
  const lines = text.split('\n').map((line) => line.trim());
  return `${status} ${title}\n${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

const loads = /<script(?! type="application\/json")|<img|<iframe|<style|\u202e|\u0007|\u001b/i;

/** What would run, load or break out, had a name or a packet smuggled it in; nothing where all of it is text. */
export function dangers(markup: string): readonly string[] {
  // Left of each tag: its name and the names of its attributes.
  const tags = (markup.match(/<[a-z](?:"[^"]*"|[^">])*>/gi) ?? []).map((tag) =>
    tag.replaceAll(/"[^"]*"/g, '""'),
  );
  const bad = tags.filter((tag) => /\son\w+=|\sstyle=/i.test(tag));
  const links = markup.match(/(?:href|src|action)="\s*(?:javascript|data):/gi) ?? [];
  return [...bad, ...links, ...(loads.exec(markup) ?? [])];
}

export const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0007\u001b[2J'`;
