export { intentsOf } from './intents-of.ts';
export { classifyPayload, type PayloadClass } from './payloads/index.ts';
