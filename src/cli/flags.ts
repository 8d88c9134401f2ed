import { ConfigError } from '../base/errors.js';
import { didYouMean } from '../base/nearest-name.js';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
};

/** Bytes of a size such as 1GiB, 512MB or 1.5g; MB is 10^6, MiB and a bare M are 2^20. @throws ConfigError */
export function memorySize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? 'none'];
  const bytes = Math.floor(Number(match?.[1]) * (unit ?? NaN));
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw badValue(
    '--memory',
    text,
    'a size is a number above 0 with B, KB, MB, GB, KiB, MiB or GiB',
    'for example --memory 1GiB',
  );
}

/** A parser of whole numbers of at least `minimum` for one flag. */
export function wholeNumber(flag: string, minimum: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value) && value >= minimum) return value;
    throw badValue(
      flag,
      text,
      `${flag} takes a whole number of at least ${minimum}`,
      `for example ${flag} ${Math.max(minimum, 2)}`,
    );
  };
}

/** A parser of one word out of a list. */
export function choice<T extends string>(place: string, words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw badValue(place, text, `one of ${words.join(', ')}`, didYouMean(text, words));
  };
}

/** Collects the values of a flag that may be given several times. */
export const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function badValue(flag: string, value: string, rule: string, hint: string): ConfigError {
  return new ConfigError({ code: 'HG-CLI-007', place: flag, value, rule, hint });
}
