/** `<form data-feedback>`: the vote is kept without the page being loaded anew. */
export function feedbackForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-feedback]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { submitter } = event;
      void send(form, submitter instanceof HTMLButtonElement ? submitter : null);
    });
  }
}

async function send(form: HTMLFormElement, face: HTMLButtonElement | null): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, face))
    if (typeof value === 'string') body.append(name, value);
  try {
    const { ok } = await fetch(form.action, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
    });
    if (!ok) throw new Error('The vote was refused');
  } catch {
    // As without a script: the server's own page says what is wrong. `submit` on the form sends no event.
    if (face !== null) form.append(hidden(face.name, face.value));
    form.submit();
    return;
  }
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[name]')) {
    if (button.name === face?.name) button.setAttribute('aria-pressed', String(button === face));
  }
  const thanks = form.querySelector<HTMLElement>('[data-thanks]');
  if (thanks === null) return;
  thanks.hidden = false;
  thanks.tabIndex = -1;
  thanks.focus();
}

function hidden(name: string, value: string): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = name;
  input.value = value;
  return input;
}
