/**
 * Versions by package name, and by `name:architecture`, from the text of /var/lib/dpkg/status (deb822(5)). A
 * paragraph without name or version is passed over.
 */
export function parseVersions(text: string): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const paragraph of text.split(/\n\n+/)) {
    const name = field(paragraph, 'Package');
    const version = field(paragraph, 'Version');
    if (name === null || version === null) continue;
    if (!versions.has(name)) versions.set(name, version);
    versions.set(`${name}:${field(paragraph, 'Architecture') ?? ''}`, version);
  }
  return versions;
}

function field(paragraph: string, name: string): string | null {
  const start = paragraph.startsWith(`${name}: `) ? 0 : paragraph.indexOf(`\n${name}: `) + 1;
  if (start === 0 && !paragraph.startsWith(`${name}: `)) return null;
  const end = paragraph.indexOf('\n', start);
  return paragraph.slice(start + name.length + 2, end === -1 ? undefined : end).trim();
}
