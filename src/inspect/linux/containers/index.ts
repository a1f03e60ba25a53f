export { containerOfCgroup } from './cgroup.ts';
export type { EngineContainer } from './engine-list.ts';
export { type Forwarder, parseForwarder } from './forwarder.ts';
export { listContainers } from './list.ts';
export {
  containerOfForwarder,
  identify,
  plainContainer,
  publicationOfForwarder,
  publicationsOfContainers,
} from './resolve.ts';
