export { intentsOf } from './intents-of.ts';
export { classifyPayload } from './payloads/index.ts';
