import { draw } from '../base/draw.js';

const ROUNDS = 8;
const WORD = 0xffffffffn;

/** `bits` pseudo-random bits that depend on the key, the round and the half that is put in. */
function roundFunction(seed: number, round: number, half: bigint, bits: number): bigint {
  let digest = 0;
  for (let rest = half; ; rest >>= 32n) {
    digest = draw(seed, digest, Number(rest & WORD), round, 101);
    if (rest <= WORD) break;
  }
  let out = 0n;
  for (let word = 0; word * 32 < bits; word++) out = (out << 32n) | BigInt(draw(seed, digest, word, round, 102));
  return out & ((1n << BigInt(bits)) - 1n);
}

/**
 * A permutation of [0, size) that is fixed by the seed and evaluated at single places, so that drawing without replacement needs no
 * memory and no order: a Feistel network on the next even number of bits, walked along its cycle until it lands inside.
 *
 * Source: J. Black and P. Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002 (cycle walking and Feistel).
 */
export function createPermutation(size: bigint, seed: number): (index: bigint) => bigint {
  const halfBits = Math.max(1, Math.ceil((size - 1n).toString(2).length / 2));
  const shift = BigInt(halfBits);
  const mask = (1n << shift) - 1n;
  const scramble = (value: bigint): bigint => {
    let left = value >> shift;
    let right = value & mask;
    for (let round = 0; round < ROUNDS; round++)
      [left, right] = [right, left ^ roundFunction(seed, round, right, halfBits)];
    return (left << shift) | right;
  };
  return (index) => {
    if (index < 0n || index >= size) throw new RangeError(`index ${index} outside [0, ${size})`);
    let value = scramble(index);
    while (value >= size) value = scramble(value);
    return value;
  };
}
