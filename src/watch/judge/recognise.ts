/** What the packets themselves tell: asked through here, so that it is plain what judgement builds upon. */
export { judgeTool } from '../fingerprints/index.ts';
export { asksPlainly, intentsOf } from '../intent/index.ts';
