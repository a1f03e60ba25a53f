import { fstatSync, readSync } from 'node:fs';
import { err, ok, type Result } from '../../core/result.ts';
import { checksum } from './checksum.ts';
import { formatVersion, headerLength, magic, type Section, type SectionName, sections } from './layout.ts';

export interface Header {
  readonly recordCount: number;
  readonly sections: Readonly<Record<SectionName, Section>>;
}

const maxTableBytes = 64 * 1024 * 1024;

/** Reads and checks the header of an open table file. */
export function readHeader(file: number): Result<Header> {
  const size = fstatSync(file).size;
  const header = Buffer.alloc(headerLength);
  if (size > maxTableBytes || readSync(file, header, 0, headerLength, 0) < headerLength) {
    return err(`has ${size} bytes, which no table has`);
  }
  if (header.toString('latin1', 0, 8) !== magic) return err('is not a registry table');
  const version = header.readUInt32LE(8);
  if (version !== formatVersion) return err(`has format ${version}, this release reads ${formatVersion}`);
  if (checksum(header.subarray(16)) !== header.readUInt32LE(12))
    return err('its header does not fit its checksum');
  const length = header.readUInt32LE(16);
  if (length !== size) return err(`has ${size} bytes instead of ${length}`);
  return ok({ recordCount: header.readUInt32LE(20), sections: readSections(header) });
}

function readSections(header: Buffer): Readonly<Record<SectionName, Section>> {
  const section = (name: SectionName): Section => {
    const at = 56 + sections.indexOf(name) * 12;
    return {
      offset: header.readUInt32LE(at),
      length: header.readUInt32LE(at + 4),
      sum: header.readUInt32LE(at + 8),
    };
  };
  return {
    meta: section('meta'),
    directory: section('directory'),
    segments: section('segments'),
    lists: section('lists'),
    index: section('index'),
    records: section('records'),
    search: section('search'),
  };
}

/** The bytes of a part, null where they are short or do not fit their checksum. */
export function readPart(file: number, { offset, length, sum }: Section): Buffer | null {
  const bytes = readBytes(file, offset, length);
  return bytes !== null && checksum(bytes) === sum ? bytes : null;
}

/** Bytes that carry their checksums within; null where they are short. */
export function readBytes(file: number, offset: number, length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length);
  return readSync(file, bytes, 0, length, offset) === length ? bytes : null;
}
