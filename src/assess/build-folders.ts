import type { Owner } from '../inspect/listener.ts';

export interface BuildFolder {
  readonly path: RegExp;
  readonly what: string;
  /** Who must be among the ancestors: a path alone is quickly imitated. */
  readonly startedBy: RegExp;
  /** Ordinary even where other machines can reach it. */
  readonly evenExposed: boolean;
}

/** Tools that build and start programs in temporary folders as a matter of course. */
const buildFolders: readonly BuildFolder[] = [
  {
    path: /^\/(?:private\/)?(?:tmp|var\/folders\/.*)\/go-build\d+\/b\d+\//,
    what: 'go run or go test',
    startedBy: /^(?:go|dlv|gopls|goland.*)$/,
    evenExposed: true,
  },
  { path: /^\/tmp\/GoLand\//i, what: 'GoLand', startedBy: /^(?:goland.*|java|dlv)$/, evenExposed: true },
  { path: /^\/tmp\/\.mount_[^/]+\//, what: 'an AppImage', startedBy: /./, evenExposed: false },
  {
    path: /^\/tmp\/(?:embedded-(?:pg|postgres)|mongo-mem|pg-embed|testcontainers|bazel|nix-build-|cargo-|rust_|pytest-of-)/,
    what: 'a test suite',
    startedBy: /./,
    evenExposed: false,
  },
];

/** The tool that puts programs into this temporary folder and started this one, else null. */
export const buildFolderOf = (path: string, { ancestry }: Owner): BuildFolder | null =>
  buildFolders.find(
    (folder) => folder.path.test(path) && ancestry.some(({ comm }) => folder.startedBy.test(comm)),
  ) ?? null;
