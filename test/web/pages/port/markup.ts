/** Markup as a strict reader sees it: each thing that is not as it should be is a fault. */
export interface Markup {
  readonly faults: readonly string[];
  readonly ids: readonly string[];
  readonly links: readonly string[];
  /** Level and text, in order. */
  readonly headings: readonly (readonly [number, string])[];
}

const empty = new Set(['meta', 'link', 'input', 'br', 'hr', 'img']);
const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/y;

export function readMarkup(html: string): Markup {
  const faults: string[] = [];
  const open: string[] = [];
  const ids: string[] = [];
  const links: string[] = [];
  const headings: [number, string][] = [];
  let heading: string | null = null;
  let at = html.indexOf('>') + 1;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    const text = html.slice(at, next === -1 ? html.length : next);
    if (text.includes('>') || /&(?!(?:amp|lt|gt|quot|#39);)/.test(text))
      faults.push(`unescaped: ${text.slice(0, 60)}`);
    if (heading !== null) heading += text;
    if (next === -1) break;
    tag.lastIndex = next;
    const [whole, closing, name = '', attributes = '', self] = tag.exec(html) ?? [];
    if (whole === undefined) {
      faults.push(`no tag: ${html.slice(next, next + 60)}`);
      at = next + 1;
      continue;
    }
    at = next + whole.length;
    if (closing === '/') {
      if (open.pop() !== name) faults.push(`</${name}> closes nothing`);
    } else if (!empty.has(name) && self !== '/') open.push(name);
    if (name === 'script' && closing === '') at = html.indexOf('</script>', at);
    for (const [, id = ''] of attributes.matchAll(/\sid="([^"]*)"/g)) ids.push(id);
    for (const [, href = ''] of attributes.matchAll(/\shref="([^"]*)"/g)) if (name === 'a') links.push(href);
    if (/\s(?:style|on[a-z]+)=/.test(attributes)) faults.push(`inline: ${whole.slice(0, 60)}`);
    if (/^h[1-6]$/.test(name)) {
      if (closing === '') heading = '';
      else {
        headings.push([Number(name[1]), heading ?? '']);
        heading = null;
      }
    }
  }
  if (open.length > 0) faults.push(`left open: ${open.join(' ')}`);
  if (new Set(ids).size !== ids.length) faults.push('an id stands twice');
  for (const [place, [level]] of headings.entries()) {
    const before = headings[place - 1]?.[0] ?? 0;
    if (level > before + 1) faults.push(`h${level} after h${before}`);
  }
  if (headings.filter(([level]) => level === 1).length !== 1) faults.push('not one h1');
  for (const link of links) {
    if (link.startsWith('#') && !ids.includes(link.slice(1))) faults.push(`${link} leads nowhere`);
  }
  return { faults, ids, links, headings };
}

/** What a reader sees, a line a block. */
export const outline = (html: string): string =>
  html
    .replace(/<(?:svg|nav|button)\b.*?<\/(?:svg|nav|button)>/gs, '')
    .replace(/<h([1-4])[^>]*>/g, (_, level: string) => `\n${'#'.repeat(Number(level))} `)
    .replace(/<sup[^>]*>.*?>(\d+)<\/a><\/sup>/g, '[$1]')
    .replace(/<(?:li|p|dt|summary|figcaption|caption)\b[^>]*>/g, '\n- ')
    .replace(/<dd>/g, ': ')
    .replace(/<(?:label)[^>]*>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && line !== '-')
    .join('\n')
    .concat('\n');
