/** Numbers by chance that are the same for the same seed: no more than statistics need, and fast. */

/** The next number: even from 0 to 1, without 1. */
export type Chance = () => number;

/** A stream of numbers. The generator is sfc32: 128 bits of state, one of them a counter, so that its period is at least 2^32. */
export function seededChance(seed: number): Chance {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Seeds that are near each other are far apart after this.
  for (let round = 0; round < 16; round++) next();
  return next;
}
