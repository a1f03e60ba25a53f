/** A process of `tasklist /svc` and the services it hosts. */
export interface Task {
  readonly pid: number;
  readonly name: string;
  readonly services: readonly string[];
}

/** The fields of one CSV line as tasklist quotes it: every field in double quotes, an inner one doubled. */
const field = /"((?:[^"]|"")*)"/g;

/**
 * Reads `tasklist /svc /fo csv` in any language. The heading is told by its second field, which is no number; the word
 * for "no services" (`N/A`, translated) by what stands beside the idle and the system process, which never have any.
 */
export function parseTasks(text: string): readonly Task[] {
  const rows = text.split(/\r?\n/).flatMap((line) => {
    const [name = '', pid = '', services = ''] = [...line.matchAll(field)].map((match) =>
      (match[1] ?? '').replaceAll('""', '"'),
    );
    return /^\d{1,10}$/.test(pid) ? [{ name, pid: Number(pid), services }] : [];
  });
  const none = new Set([
    '',
    'N/A',
    ...rows.filter(({ pid }) => pid === 0 || pid === 4).map((row) => row.services),
  ]);
  return rows.map(({ name, pid, services }) => ({
    pid,
    name,
    services: none.has(services) ? [] : services.split(/,\s*/).filter((service) => service !== ''),
  }));
}
