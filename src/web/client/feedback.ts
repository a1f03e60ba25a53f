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
    acknowledge(form, form.dataset['failed'] ?? '');
    return;
  }
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[name]')) {
    if (button.name === face?.name) button.setAttribute('aria-pressed', String(button === face));
  }
  acknowledge(form, null);
}

/** @param failure what to say instead of the thanks */
function acknowledge(form: HTMLFormElement, failure: string | null): void {
  const thanks = form.querySelector<HTMLElement>('[data-thanks]');
  if (thanks === null) return;
  thanks.dataset['said'] ??= thanks.textContent;
  thanks.textContent = failure ?? thanks.dataset['said'];
  thanks.classList.toggle('is-failure', failure !== null);
  thanks.hidden = false;
  thanks.focus();
}
