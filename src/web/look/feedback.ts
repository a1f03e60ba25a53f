import { type Face, faces } from '../../core/feedback.ts';
import { type Html, html, nothing } from '../html.ts';
import type { PageContext } from '../page.ts';

const pictures = { no: '😔', partly: '🤨', yes: '😃' } as const satisfies Record<Face, string>;

/** "Was this page helpful?": a plain form whose three buttons are the answers. */
export function feedback({ locale, feedback: form, path, machine }: PageContext): Html {
  if (form === null) return nothing;
  const where = machine === null ? hostOf(form.action) : null;
  const kept =
    where === null
      ? locale.t('feedback.keptHere')
      : locale.rich('feedback.sentTo', { host: html`<bdi dir="ltr">${where}</bdi>` });
  return html`<section class="feedback" id="feedback" aria-labelledby="feedback-title"><h2 id="feedback-title">${locale.t('feedback.question')}</h2><form method="post" action="${form.action}" data-feedback data-failed="${locale.t('feedback.failed')}"><input type="hidden" name="page" value="${path}"><input type="hidden" name="language" value="${locale.language.tag}"><div class="faces">${faces.map(
    (face) =>
      html`<button type="submit" name="face" value="${face}"><span class="face" aria-hidden="true">${pictures[face]}</span><span>${locale.t(`feedback.${face}`)}</span></button>`,
  )}</div><details><summary>${locale.t('feedback.addComment')}</summary><label for="feedback-comment">${locale.t('feedback.comment')}</label><textarea id="feedback-comment" name="comment" rows="3" maxlength="2000"></textarea><p class="hint">${locale.t('feedback.thenFace')}</p></details><p class="thanks" role="status" tabindex="-1" data-thanks${form.thanked ? nothing : html` hidden`}>${locale.t('feedback.thanks')}</p><p class="hint">${kept}</p></form></section>`;
}

/** Null where the form goes to this very site. */
function hostOf(action: string): string | null {
  try {
    return new URL(action).host;
  } catch {
    return null;
  }
}
