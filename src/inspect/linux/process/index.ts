export { ownerOf, ownersOf } from './owner.ts';
export { processReader } from './reader.ts';
export type { ProcessFacts } from './facts.ts';
