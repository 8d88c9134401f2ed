import { DAY_MS } from '../../base/time.js';
import type { Zone } from '../../base/zone.js';
import { parseNumber } from './number-text.js';
import { parseStamp, type StampText } from './stamp-text.js';

export type EpochUnit = 's' | 'ms' | 'us' | 'ns';

/** Which of two instants a local time means that a clock shows twice; `sequence`: the first pass, then the second, rows being in order. */
export type Fold = 'earlier' | 'later' | 'sequence';

export interface StampOptions {
  /** Zone of stamps that carry none; null = such stamps are refused. */
  readonly zone: Zone | null;
  /** null = a local time that occurs twice is refused. */
  readonly fold: Fold | null;
  /** Local midnight (ms as if UTC) that stamps in ms since midnight count from; null = there are none. */
  readonly date: number | null;
}

/** Why a stamp has no instant. */
export type StampFault = 'unreadable' | 'no zone' | 'twice' | 'skipped' | 'implausible';

const SECONDS_2000 = 946_684_800;
const SECONDS_2100 = 4_102_444_800;
const MS_1900 = -2_208_988_800_000;
const MS_2100 = SECONDS_2100 * 1_000;
const UNITS: readonly (readonly [EpochUnit, perSecond: number])[] = [
  ['ms', 1e3],
  ['s', 1],
  ['us', 1e6],
  ['ns', 1e9],
];

/**
 * Turns the stamps of one file into UTC epoch ms. The unit of a number is found for each stamp by itself: between 2000 and 2100 the four units
 * cannot be confused. Counts what it saw, so that a mixture can be told.
 */
export class StampReader {
  readonly #options: StampOptions;
  readonly #text: StampText = { form: 'unreadable', value: NaN };
  /** How many stamps were numbers of each unit. */
  readonly units: Record<EpochUnit, number> = { s: 0, ms: 0, us: 0, ns: 0 };
  /** Of the last stamp that gave NaN. */
  fault: StampFault = 'unreadable';
  #previous = -Infinity;

  constructor(options: StampOptions) {
    this.#options = options;
  }

  /** Stamp written in bytes [from, to). NaN, with `fault` set, when it has no instant. */
  read(bytes: Uint8Array, from: number, to: number): number {
    const { date } = this.#options;
    if (date !== null) {
      // Eight digits may be a day or milliseconds since midnight; whoever gives the day means the latter.
      const sinceMidnight = parseNumber(bytes, from, to);
      if (sinceMidnight >= 0 && sinceMidnight < DAY_MS) return this.local(date + sinceMidnight);
    }
    const text = this.#text;
    parseStamp(bytes, from, to, text);
    switch (text.form) {
      case 'number':
        return this.number(text.value);
      case 'instant':
        return this.instant(text.value);
      case 'local':
        return this.local(text.value);
      case 'unreadable':
        return this.#fail('unreadable');
    }
  }

  /** A stamp that is a number without a stated unit. */
  number(value: number): number {
    for (const [unit, perSecond] of UNITS) {
      if (value >= SECONDS_2000 * perSecond && value < SECONDS_2100 * perSecond) {
        this.units[unit]++;
        // Nanoseconds exceed the exact integers and fractions leave dust: a microsecond is as fine as it gets.
        return Math.round((value / perSecond) * 1e6) / 1e3;
      }
    }
    const { date } = this.#options;
    if (date !== null && value >= 0 && value < DAY_MS) return this.local(date + value);
    return this.#fail('implausible');
  }

  /** A stamp that is known to be UTC epoch ms. */
  instant(time: number): number {
    if (!(time >= MS_1900 && time < MS_2100)) return this.#fail('implausible');
    this.#previous = time;
    return time;
  }

  /** A stamp that shows the clock of the zone; ms as if it were UTC. */
  local(value: number): number {
    const { zone, fold } = this.#options;
    if (!(value >= MS_1900 && value < MS_2100)) return this.#fail('implausible');
    if (zone === null) return this.#fail('no zone');
    const [first, second] = zone.instantsOf(value);
    if (first === undefined) return this.#fail('skipped');
    if (second === undefined) return (this.#previous = first);
    if (fold === null) return this.#fail('twice');
    const isLater = fold === 'later' || (fold === 'sequence' && first <= this.#previous);
    return (this.#previous = isLater ? second : first);
  }

  #fail(fault: StampFault): number {
    this.fault = fault;
    return NaN;
  }
}
