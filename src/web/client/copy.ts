const shownFor = 1600;

/** `<button data-copy data-done="Copied" hidden>` after what it copies. */
export function copyButtons(): void {
  // Where the page is not served safely (plain HTTP that is no loopback) browsers have no clipboard for it.
  if (navigator.clipboard === undefined) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]'))
    button.hidden = false;
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-copy]') : null;
    const text = button?.previousElementSibling?.textContent;
    if (button == null || text == null) return;
    navigator.clipboard.writeText(text).then(
      () => tell(button),
      () => select(button.previousElementSibling),
    );
  });
}

function tell(button: HTMLButtonElement): void {
  const done = button.dataset['done'] ?? '✓';
  button.dataset['copied'] = '';
  const said = document.createElement('span');
  said.className = 'copied';
  said.role = 'status';
  button.after(said);
  // A live region tells what changes in it, not what it was made with.
  requestAnimationFrame(() => {
    said.textContent = done;
  });
  setTimeout(() => {
    said.remove();
    delete button.dataset['copied'];
  }, shownFor);
}

/** Permission was refused: selected, it is one key away. */
function select(element: Element | null): void {
  if (element !== null) getSelection()?.selectAllChildren(element);
}
