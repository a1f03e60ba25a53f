export {
  distinctPublications,
  publicationsTo,
  type PublicationTarget,
  publishedAt,
  type PublishedQuery,
  withContainers,
} from './merge.ts';
export { type NatAnswer, natPublications, type NatOptions } from './nat.ts';
