/**
 * Blocks of record numbers. Who takes a lease beside others writes in a block of his own, far above all numbers that were given by then, so
 * that those of nobody are ever shifted.
 */

/** Nobody writes so many records, and so many blocks there are up to where numbers are no longer exact: nine million. */
const blockSize = 1e9;

/** The first number of the block that a record is in. */
export const blockOf = (seq: number): number => Math.floor((seq - 1) / blockSize) * blockSize + 1;

/** Where the block begins that is free for one who comes beside others, of whom the last record has that number. */
export const blockAfter = (last: number): number => blockOf(last) + blockSize;

/** May a record of that number stand where the one after another is looked for? */
export const follows = (seq: number, before: number): boolean =>
  seq === before + 1 || (before > 0 && seq > before && seq === blockOf(seq));
