import { firstAtLeast } from '../../base/sorted.js';
import { log } from '../../base/power.js';
import { BLOCK, SUPER_BLOCK, type BlockSummary, type Market } from '../../data/market.js';
import type { DrawdownSummary } from '../record/record.js';
import type { ReturnRules, RunWindow } from '../rules.js';
import { sampleEnds } from './sample-ends.js';
import type { Timeline } from '../timeline.js';

/**
 * Follows equity at bar closes: drawdowns, and samples for the returns.
 *
 * While a position stands still, equity is `base + slope * close`, which IEEE rounding keeps monotone in the close. The extremes of a
 * block's closes therefore bound its equity exactly, and a block that makes no new peak is settled without a look inside.
 */
export class EquityTracker {
  #market!: Market;
  #timeline!: Timeline;
  #from = 0;
  #to = 0;
  /** Frames whose closes are samples; null when all are. */
  #ends: Int32Array | null = null;
  #isLog = false;

  #peak = 0;
  /** Lowest equity since the peak; equal to it while there is no drawdown. */
  #trough = 0;
  #peakBar = 0;
  #max = 0;
  #depthSum = 0;
  #count = 0;
  #longestBars = 0;
  #longestMs = 0;

  /** Share of the peak, and equity, below which a rule of the account may act: such a bar is not passed by. */
  #keep = 0;
  #floor = -Infinity;

  #previous = 0;
  /** Number of the next of `#ends`. */
  #next = 0;
  #samples = 0;
  #sum = 0;
  #returns = new Float64Array(0);

  reset(
    market: Market,
    timeline: Timeline,
    { from, to }: RunWindow,
    initialEquity: number,
    { every, kind }: ReturnRules,
  ): void {
    this.#market = market;
    this.#timeline = timeline;
    this.#from = from;
    this.#to = to;
    this.#ends = sampleEnds(timeline, every);
    this.#isLog = kind === 'log';
    this.#keep = this.#floor = -Infinity;
    this.#peak = this.#trough = this.#previous = initialEquity;
    this.#peakBar = from - 1;
    this.#max = this.#depthSum = this.#count = this.#longestBars = this.#longestMs = this.#samples = this.#sum = 0;
    this.#next = this.#ends === null ? 0 : firstAtLeast(this.#ends, from);
    const most = this.#ends === null ? to - from : Math.min(this.#ends.length, to - from) + 1;
    if (this.#returns.length < most) this.#returns = new Float64Array(most);
  }

  /** Highest equity so far. */
  get peak(): number {
    return this.#peak;
  }

  /**
   * Equities that `advance` must not pass by.
   *
   * @param maxDrawdown fraction of the peak; Infinity for none
   */
  watch(maxDrawdown: number, floor: number): void {
    this.#keep = maxDrawdown < Infinity ? 1 - maxDrawdown : -Infinity;
    this.#floor = floor;
  }

  /** Whether a rule of the account may act at an equity (`watch`). */
  mustSee(equity: number): boolean {
    return equity <= this.#floor || equity <= this.#peak * this.#keep;
  }

  /** Equity at the close of bar i. */
  mark(i: number, equity: number): void {
    if (equity >= this.#peak) {
      if (this.#trough < this.#peak) this.#closeDrawdown(i);
      this.#peak = this.#trough = equity;
      this.#peakBar = i;
    } else if (equity < this.#trough) {
      this.#trough = equity;
    }
  }

  /**
   * Marks bars from `from` on with equity `base + slope * close` until one reaches a price at which something may happen
   * (`low <= below` or `high >= above`), and returns that bar, itself not marked; `to` when there is none.
   */
  advance(from: number, to: number, below: number, above: number, base: number, slope: number): number {
    const { low, high, close, blocks, superBlocks } = this.#market;
    if (slope === 0) {
      const end = below === -Infinity && above === Infinity ? to : this.#firstTouch(from, to, below, above);
      if (end > from) {
        this.mark(from, base);
        if (base === this.#peak) this.#peakBar = end - 1;
      }
      return end;
    }
    let i = from;
    while (i < to) {
      if ((i & (BLOCK - 1)) === 0 && i + BLOCK <= to) {
        if (
          (i & (SUPER_BLOCK - 1)) === 0 &&
          i + SUPER_BLOCK <= to &&
          this.#settle(superBlocks, i / SUPER_BLOCK, below, above, base, slope)
        ) {
          i += SUPER_BLOCK;
          continue;
        }
        if (this.#settle(blocks, i / BLOCK, below, above, base, slope)) {
          i += BLOCK;
          continue;
        }
      }
      if (low[i]! <= below || high[i]! >= above) break;
      const equity = base + slope * close[i]!;
      if (this.mustSee(equity)) break;
      this.mark(i, equity);
      i++;
    }
    return i;
  }

  /** Takes the samples before bar `before`, all at one account state. */
  sample(before: number, base: number, slope: number): void {
    const { close } = this.#market;
    const ends = this.#ends;
    if (ends === null) {
      for (let i = this.#from + this.#samples; i < before; i++)
        this.#push(slope === 0 ? base : base + slope * close[i]!);
      return;
    }
    while (this.#next < ends.length && ends[this.#next]! < before) {
      const i = ends[this.#next++]!;
      this.#push(slope === 0 ? base : base + slope * close[i]!);
    }
  }

  /** Closes the books: a last partial interval counts. */
  finish(equity: number): void {
    const last = this.#to - 1;
    const ends = this.#ends;
    const isSampled =
      ends === null ? this.#samples === this.#to - this.#from : this.#next > 0 && ends[this.#next - 1] === last;
    if (!isSampled) this.#push(equity);
    if (this.#trough < this.#peak) this.#closeDrawdown(last);
  }

  /** Valid until the next reset. */
  get returns(): Float64Array {
    return this.#returns.subarray(0, this.#samples);
  }

  /** Mean equity of the samples; NaN without any. */
  get meanEquity(): number {
    return this.#sum / this.#samples;
  }

  get drawdown(): DrawdownSummary {
    return {
      peak: this.#peak,
      max: this.#max,
      depthSum: this.#depthSum,
      count: this.#count,
      longestBars: this.#longestBars,
      longestMs: this.#longestMs,
    };
  }

  #settle(blocks: BlockSummary, k: number, below: number, above: number, base: number, slope: number): boolean {
    if (blocks.lowMin[k]! <= below || blocks.highMax[k]! >= above) return false;
    const least = blocks.closeMin[k]!;
    const most = blocks.closeMax[k]!;
    if (base + slope * (slope > 0 ? most : least) >= this.#peak) return false;
    const worst = base + slope * (slope > 0 ? least : most);
    if (this.mustSee(worst)) return false;
    if (worst < this.#trough) this.#trough = worst;
    return true;
  }

  #firstTouch(from: number, to: number, below: number, above: number): number {
    const { low, high, blocks, superBlocks } = this.#market;
    let i = from;
    while (i < to) {
      if ((i & (SUPER_BLOCK - 1)) === 0 && isQuiet(superBlocks, i / SUPER_BLOCK, below, above)) i += SUPER_BLOCK;
      else if ((i & (BLOCK - 1)) === 0 && isQuiet(blocks, i / BLOCK, below, above)) i += BLOCK;
      else if (low[i]! <= below || high[i]! >= above) return i;
      else i++;
    }
    return Math.min(i, to);
  }

  #push(equity: number): void {
    // After a loss of everything there is no base for a return; the loss itself has been counted.
    const growth = this.#previous > 0 ? equity / this.#previous : 1;
    // Equity that is gone has no logarithm.
    this.#returns[this.#samples++] = this.#isLog && growth > 0 ? log(growth) : growth - 1;
    this.#previous = equity;
    this.#sum += equity;
  }

  #closeDrawdown(until: number): void {
    const { time, intervalMs } = this.#timeline;
    const depth = (this.#peak - this.#trough) / this.#peak;
    this.#depthSum += depth;
    this.#count++;
    if (depth > this.#max) this.#max = depth;
    const start = this.#peakBar < this.#from ? time[this.#from]! : time[this.#peakBar]! + intervalMs;
    this.#longestBars = Math.max(this.#longestBars, until - this.#peakBar);
    this.#longestMs = Math.max(this.#longestMs, time[until]! + intervalMs - start);
  }
}

function isQuiet(blocks: BlockSummary, k: number, below: number, above: number): boolean {
  return blocks.lowMin[k]! > below && blocks.highMax[k]! < above;
}
