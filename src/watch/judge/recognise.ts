/** What the packets themselves tell: asked through here, so that it is plain what judgement builds upon. */
export { judgeTool } from '../fingerprints/index.ts';
export { asksPlainly, intentsOf, isTraceroute } from '../intent/index.ts';
