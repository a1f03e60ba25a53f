import { createHash } from 'node:crypto';

export const manifestName = '.portreeve-atlas.json';
const format = 1;

/** What a file was when it was written; null: it is to be, and may not be there yet. */
export interface Written {
  readonly hash: string;
  readonly bytes: number;
}

/** The files of a site, by their name below its folder. Only these are ever written or removed. */
export type Manifest = ReadonlyMap<string, Written | null>;

export const writtenAs = (content: Uint8Array | string): Written => ({
  hash: createHash('sha256').update(content).digest('hex').slice(0, 32),
  bytes: Buffer.byteLength(content),
});

export const manifestText = (files: Manifest): string =>
  `${JSON.stringify({ format, files: Object.fromEntries([...files].map(([name, as]) => [name, as === null ? null : `${as.hash} ${as.bytes}`])) })}\n`;

/** Null for what is no manifest of ours. Names that lead out of the folder are none of ours either. */
export function parseManifest(text: string): Manifest | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const { format: found, files }: { format?: unknown; files?: unknown } = Object(read);
  if (found !== format || typeof files !== 'object' || files === null) return null;
  const manifest = new Map<string, Written | null>();
  for (const [name, as] of Object.entries(files)) {
    if (!isName(name)) return null;
    manifest.set(name, typeof as === 'string' ? written(as) : null);
  }
  return manifest;
}

/** `ports/22/index.html`: plain parts, none of them hidden or `..`. */
const isName = (name: string): boolean => /^[A-Za-z0-9_-][\w.-]*(?:\/[A-Za-z0-9_-][\w.-]*)*$/.test(name);

function written(text: string): Written | null {
  const [, hash, bytes] = /^([0-9a-f]{32}) (\d{1,12})$/.exec(text) ?? [];
  return hash === undefined ? null : { hash, bytes: Number(bytes) };
}
