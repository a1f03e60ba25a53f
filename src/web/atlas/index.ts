/** The public atlas: the pages of ports without any machine, as files for any web server. */
export { type AtlasOptions, type AtlasReport, buildAtlas } from './build.ts';
