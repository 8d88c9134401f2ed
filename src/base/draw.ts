/** What a random decision inside the engine is about; part of the hash, so that one purpose never shifts another. */
export const DRAW_PURPOSE = { entry: 1, target: 2, stop: 3, latency: 4 } as const;

/**
 * Scrambles 32 bits into 32 bits, one to one.
 *
 * Source: the finaliser of MurmurHash3 (Austin Appleby), 32-bit variant.
 */
export function fmix32(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const fold = (h: number, word: number): number => fmix32(((h ^ word) + 0x9e3779b9) | 0);

/**
 * The engine's randomness: an unsigned 32-bit hash of what the decision is about, not of how many decisions came before, so that
 * changing one parameter does not reshuffle the rest. All arguments are taken as unsigned 32-bit integers.
 */
export function draw(seed: number, frame: number, symbol: number, ordinal: number, purpose: number): number {
  return fold(fold(fold(fold(fold(0, seed), frame), symbol), ordinal), purpose);
}

/** `draw` as a number in [0, 1). */
export function drawUnit(seed: number, frame: number, symbol: number, ordinal: number, purpose: number): number {
  return draw(seed, frame, symbol, ordinal, purpose) / 2 ** 32;
}

/** Frame of a bar: whole minutes since the epoch, modulo 2^32. */
export const drawFrame = (barOpenMs: number): number => Math.floor(barOpenMs / 60_000) % 2 ** 32;
