export { containerOfCgroup } from './cgroup.ts';
export { type Endpoint, type EndpointOptions, engineEndpoints } from './endpoints.ts';
export type { EngineContainer, EnginePort } from './engine-list.ts';
export { type Forwarder, parseForwarder } from './forwarder.ts';
export { type ContainerList, listContainers, type ListContainersOptions } from './list.ts';
export {
  containerOfForwarder,
  type ForwardedAt,
  identify,
  plainContainer,
  publicationOfForwarder,
  publicationsOfContainers,
} from './resolve.ts';
