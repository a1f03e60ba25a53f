/** The conditions that were asked for, as SQL with their values; what is undefined does not restrict. */
export function wanted(conditions: Readonly<Record<string, string | number | undefined>>): {
  readonly where: string;
  readonly values: readonly (string | number)[];
} {
  const asked = Object.entries(conditions).flatMap(([sql, value]) =>
    value === undefined ? [] : [{ sql, value }],
  );
  return {
    where: asked.length === 0 ? '' : `WHERE ${asked.map(({ sql }) => sql).join(' AND ')}`,
    values: asked.map(({ value }) => value),
  };
}
