import seedrandom from 'seedrandom';

/** Next double in [0, 1), 53 random bits. */
export type Rng = () => number;

/**
 * A stream of its own for every (seed, path): equal arguments give equal streams on every machine, different ones are unrelated,
 * so that a stream for trial 7 does not depend on how many others were drawn before.
 */
export function createRng(seed: number, ...path: readonly (string | number)[]): Rng {
  const stream = seedrandom.alea([seed, ...path].join(':'));
  return () => stream.double();
}

/** A stream that depends on a text alone, for makers of data whose texts are part of what they promise. */
export function createNamedRng(name: string): Rng {
  const stream = seedrandom(name);
  return () => stream.double();
}
