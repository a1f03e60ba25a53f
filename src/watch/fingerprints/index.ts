export { cannotTell } from './cannot-tell.ts';
export { judgeTool } from './judge-tool.ts';
export { SharedConstants } from './shared-constant.ts';
export { signsOf } from './signs.ts';
