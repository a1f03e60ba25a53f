export { decoding } from './decoding.ts';
export { nativeLittleEndian } from './endian.ts';
export { Reader } from './reader.ts';
export { Writer } from './writer.ts';
