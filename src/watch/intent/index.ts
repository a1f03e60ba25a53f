export { intentsOf } from './intents-of.ts';
export { asksPlainly } from './asks-plainly.ts';
export { isTraceroute } from './traceroute.ts';
export { classifyPayload } from './payloads/index.ts';
