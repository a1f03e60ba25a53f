import { cut, harmless } from '../../core/text.ts';

/** What a listener and its published form have in common that names who holds it. */
interface Held {
  readonly owners: readonly { readonly comm: string; readonly program?: string | undefined }[];
  readonly unit: { readonly name: string } | null;
  readonly container: { readonly name: string | null; readonly id: string } | null;
  readonly kernel: { readonly what: string | null } | null;
}

const longest = 60;

/** Who holds a listener, in a few words: `nginx (nginx.service)`; null where that is hidden. */
export function holderOf({ owners, unit, container, kernel }: Held): string | null {
  const [owner] = owners;
  const program = owner?.program ?? owner?.comm ?? kernel?.what ?? null;
  const place = container === null ? (unit?.name ?? null) : (container.name ?? container.id.slice(0, 12));
  if (program === null) return place === null ? null : tidy(place);
  return tidy(place === null ? program : `${program} (${place})`);
}

const tidy = (text: string): string => cut(harmless(text), longest);
