import type { Asked } from './asked.ts';

/** What the router hands to every handler besides the request. */
export interface AppEnv {
  readonly Bindings: { readonly asked: Asked };
}
