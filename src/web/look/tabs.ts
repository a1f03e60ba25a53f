import { type Html, html, nothing } from '../html.ts';

/** As many as the style knows. */
const most = 6;

/**
 * Panels of which one shows, without a script: radio buttons carry the names, arrow keys walk over them.
 * Printed, all are there.
 * @param id names the group; the only one of that name on the page
 */
export function tabs(
  id: string,
  label: string,
  panels: readonly (readonly [name: string | Html, body: Html])[],
): Html {
  if (panels.length > most) throw new RangeError(`${id} has more than ${most} panels`);
  const inputs = panels.map(
    ([name], index) =>
      html`<input type="radio" name="${id}" id="${id}-${index}"${index === 0 ? html` checked` : nothing}><label for="${id}-${index}">${name}</label>`,
  );
  const bodies = panels.map(
    ([name, body]) => html`<div class="panel"><p class="panel-name">${name}</p>${body}</div>`,
  );
  return html`<fieldset class="tabs"><legend class="unseen">${label}</legend>${inputs}${bodies}</fieldset>`;
}
