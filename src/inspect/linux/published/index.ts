export { distinctPublications, publicationsTo, publishedAt, withContainers } from './merge.ts';
export { natPublications } from './nat.ts';
