/**
 * The search index, the last section of a table. Little-endian.
 *
 *      0  4  number of words W
 *      4  4  number of documents D
 *      8  4  number of postings P
 *     12  4  length of the letters L
 *     16     words, 12 bytes each, sorted: u32 offset in the letters, u32 first posting, u32 signature
 *            (one more at the end, so that a word's length and postings end where the next one's start)
 *     ..     postings, u32 each: document number * 4 + field
 *     ..     documents, 12 bytes each: u32 record, u16 from, u16 to, u8 transports (bits; 0 = without a port),
 *            u8 letters of the name, u8 words of the description, u8 0
 *     ..     letters, ASCII
 *
 * A document is one service on one span of ports, whatever the transports.
 */
export const searchPreamble = 16;
export const wordLength = 12;
export const postingLength = 4;
export const documentLength = 12;

/** Where in a document a word stands: in the description, as a part of the name, or as the whole name. */
export const fields = ['description', 'name part', 'name'] as const;
