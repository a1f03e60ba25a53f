const secretName =
  /pass(?:w(?:or)?d|phrase)?|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|auth|cookie|dsn/i;
const urlPassword = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi;
const knownToken =
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{10,}\.[\w-]{5,}\.[\w-]*)/g;
const hidden = '[redacted]';

const redactText = (text: string): string =>
  text.replace(urlPassword, `$1${hidden}@`).replace(knownToken, hidden);

/**
 * A command line without the values of options and variables that look like secrets: `--password=x`,
 * `--password x`, `-pSECRET` of the MySQL clients, `TOKEN=x`, `user:pw@host` in addresses, known token shapes.
 */
export function redactCommand(words: readonly string[]): readonly string[] {
  const program = words[0]?.split('/').at(-1) ?? '';
  let next = false;
  return words.map((word) => {
    if (next) {
      next = false;
      if (!word.startsWith('-')) return hidden;
    }
    const pair = /^(-{0,2}[\w.-]+)=(.+)$/s.exec(word);
    if (pair !== null && secretName.test(pair[1] ?? '')) return `${pair[1]}=${hidden}`;
    if (/^--?[\w-]+$/.test(word) && secretName.test(word)) next = true;
    if (/^(?:mysql|mariadb|mysqldump)/.test(program) && /^-p.+/.test(word)) return `-p${hidden}`;
    return redactText(word);
  });
}
