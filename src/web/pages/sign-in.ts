import { html, nothing } from '../html.ts';
import { code } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';

/** Which form is shown: for a token, for a link that was opened, or none because one is signed in. */
export type SignIn =
  | { readonly kind: 'token'; readonly failed: boolean }
  /** Nothing is used up before the button is pressed: what only looks at links ends none. */
  | { readonly kind: 'link'; readonly code: string }
  | { readonly kind: 'link-spent' }
  | { readonly kind: 'signed-in' };

/**
 * Forms post to `action` (x-www-form-urlencoded): `token`, or `code`; `next` where one came from. Signing out posts
 * `out=1`.
 */
export function signInPage(
  { locale, links }: PageContext,
  form: SignIn,
  { action, next = null }: { readonly action: string; readonly next?: string | null },
): Page {
  const back = next === null ? nothing : html`<input type="hidden" name="next" value="${next}">`;
  const bodies = {
    token: () =>
      html`<p class="lead">${locale.t('signIn.tokenText')}</p>${
        form.kind === 'token' && form.failed
          ? html`<p class="failure" role="alert">${locale.t('signIn.tokenFailed')}</p>`
          : nothing
      }<form class="sign-in" method="post" action="${action}">${back}<label for="token">${locale.t('signIn.token')}</label><input id="token" name="token" type="password" autocomplete="current-password" required maxlength="512" dir="ltr"><button type="submit">${locale.t('signIn.submit')}</button></form><p class="hint">${locale.rich('signIn.orLink', { command: code('reeve sign-in') })}</p>`,
    link: () =>
      html`<p class="lead">${locale.t('signIn.linkText')}</p><form class="sign-in" method="post" action="${action}">${back}<input type="hidden" name="code" value="${form.kind === 'link' ? form.code : ''}"><button type="submit">${locale.t('signIn.submit')}</button></form>`,
    'link-spent': () =>
      html`<p class="lead">${locale.rich('signIn.linkSpent', { command: code('reeve sign-in') })}</p>`,
    'signed-in': () =>
      html`<p class="lead">${locale.t('signIn.done')}</p><form class="sign-in" method="post" action="${action}"><input type="hidden" name="out" value="1"><button type="submit" class="quiet">${locale.t('signIn.out')}</button></form><p><a href="${links.page('/')}">${locale.t('nav.map')}</a></p>`,
  };
  const title = locale.t('signIn.title');
  return {
    status: form.kind === 'link-spent' || (form.kind === 'token' && form.failed) ? 401 : 200,
    title,
    description: locale.t('signIn.description'),
    section: null,
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: title, path: null },
    ],
    body: html`<h1>${title}</h1>${bodies[form.kind]()}`,
    private: true,
  };
}
