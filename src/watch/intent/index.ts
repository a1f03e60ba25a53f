export { intentsOf } from './intents-of.ts';
export { asksPlainly } from './asks-plainly.ts';
export { classifyPayload } from './payloads/index.ts';
