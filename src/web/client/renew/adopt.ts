/** A copy of a piece of another document for this one; its copy buttons work as those do that were here from the start. */
export function adopt<T extends HTMLElement>(node: T): T {
  const made = document.importNode(node, true);
  if (navigator.clipboard !== undefined) {
    for (const button of made.querySelectorAll<HTMLButtonElement>('button[data-copy]')) button.hidden = false;
  }
  return made;
}
