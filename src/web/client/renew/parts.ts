import { adopt } from './adopt.ts';

/** Puts parts of a page (`data-part="name"`) in place of the same parts of this one, but for those that are `kept`. */
export function swapParts(fresh: Document, kept: readonly string[] = []): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-part]')) {
    const name = part.dataset['part'] ?? '';
    if (kept.includes(name)) continue;
    const next = fresh.querySelector<HTMLElement>(`[data-part="${CSS.escape(name)}"]`);
    if (next === null || next.isEqualNode(part)) continue;
    part.replaceWith(adopt(next));
  }
}

/** Says it politely to who cannot see it. */
export function say(text: string): void {
  const said = document.querySelector<HTMLElement>('[data-said]');
  if (said !== null) said.textContent = text;
}

/** A text of the page's language that stands at the element that says it. */
export const wordOf = (name: string): string =>
  document.querySelector<HTMLElement>('[data-said]')?.dataset[name] ?? '';
