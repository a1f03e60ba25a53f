interface Parts {
  readonly class?: string;
  readonly dir?: 'ltr';
  readonly lang?: string;
}

/** An element with text; what comes from a registry or a machine is only ever text. */
export function element(
  name: string,
  text: string,
  { class: className, dir, lang }: Parts = {},
): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className !== undefined) made.className = className;
  if (dir !== undefined) made.dir = dir;
  if (lang !== undefined) made.lang = lang;
  return made;
}
