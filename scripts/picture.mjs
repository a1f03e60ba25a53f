// `node scripts/picture.mjs FILE.svg TITLE < output-with-colours`: a terminal's text as a picture for the documents.
import { readFileSync, writeFileSync } from 'node:fs';

const [file, title = 'reeve'] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: picture.mjs FILE.svg TITLE < output\n');
  process.exit(4);
}
const hues = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 34: '#79c0ff', 35: '#d2a8ff', 36: '#56d4dd' };
const [column, row, margin, bar] = [8.43, 19, 16, 34];

let style = {};

/** Runs of text with the style that stands over them; it goes on over the end of a line. */
function* runs(line) {
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    const code = Number(/^\u001b\[(\d+)m$/.exec(part)?.[1] ?? Number.NaN);
    if (Number.isNaN(code)) {
      if (part !== '') yield { text: part, style };
    } else if (code === 1) style = { ...style, bold: true };
    else if (code === 2) style = { ...style, dim: true };
    else if (code === 22) style = { ...style, bold: false, dim: false };
    else if (code === 39) style = { ...style, hue: undefined };
    else if (hues[code] !== undefined) style = { ...style, hue: hues[code] };
  }
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function lineOf(line, number) {
  let at = 0;
  const spans = [...runs(line)].map(({ text, style }) => {
    const fill = style.hue ?? (style.dim ? '#8b949e' : '#e6edf3');
    const span = `<tspan x="${(margin + at * column).toFixed(1)}" fill="${fill}"${style.bold ? ' font-weight="bold"' : ''}>${escaped(text)}</tspan>`;
    at += [...text].length;
    return span;
  });
  return `<text xml:space="preserve" y="${bar + (number + 1) * row}">${spans.join('')}</text>`;
}

const lines = readFileSync(0, 'utf8').trimEnd().split('\n');
const longest = Math.max(...lines.map((line) => [...line.replaceAll(/\u001b\[\d+m/g, '')].length));
const [width, height] = [Math.ceil(longest * column + 2 * margin), bar + lines.length * row + margin];
writeFileSync(
  file,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<circle cx="18" cy="17" r="5" fill="#ff5f57"/><circle cx="36" cy="17" r="5" fill="#febc2e"/><circle cx="54" cy="17" r="5" fill="#28c840"/>
<text x="${width / 2}" y="21" fill="#8b949e" text-anchor="middle" font-size="12">${escaped(title)}</text>
${lines.map(lineOf).join('\n')}
</svg>
`,
);
