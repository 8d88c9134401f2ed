import { isMultiple, stepValue, type Step } from '../base/step.js';
import { instrumentRules } from '../config/settings/instrument.js';
import { runSettings } from '../config/settings/run-settings.js';
import type { Json } from '../base/json.js';
import { attachMarket, type SharedMarket } from '../data/shared/shared.js';
import type { RunWarning } from '../report/run-report.js';

const PRICES = ['open', 'high', 'low', 'close'] as const;
/** Prices below which it is chance that all are multiples of ten ticks. */
const LEAST_PRICES = 400;

/** Prices that do not fit the tick of their venue: some that are no multiples of it, or all that are multiples of a coarser one. */
export function tickWarnings(markets: readonly SharedMarket[], settings: Json): readonly RunWarning[] {
  const { venue } = runSettings.parse(settings);
  return markets.flatMap((shared) => {
    const { tick } = instrumentRules(venue, shared.symbol);
    if (tick === null) return [];
    const market = attachMarket(shared);
    const columns = PRICES.map((name) => market[name]);
    const prices = 4 * market.length;
    const off = columns.reduce((sum, column) => sum + count(column, tick), 0);
    if (off > 0) return [offTick(market.symbol, off, prices, tick)];
    const coarser = coarserStep(columns, tick);
    return prices >= LEAST_PRICES && coarser ? [tooFine(market.symbol, tick, coarser)] : [];
  });
}

function count(column: Float64Array, tick: Step): number {
  let off = 0;
  for (let i = 0; i < column.length; i++) if (!isMultiple(tick, column[i]!)) off++;
  return off;
}

/** The largest step of 10, 100, ... ticks that all prices are multiples of; null when there is none. */
function coarserStep(columns: readonly Float64Array[], tick: Step): Step | null {
  let found: Step | null = null;
  for (let times = 10; times <= 10_000; times *= 10) {
    const step = { m: tick.m * times, scale: tick.scale };
    if (!columns.every((column) => column.every((price) => isMultiple(step, price)))) return found;
    found = step;
  }
  return found;
}

const offTick = (symbol: string, off: number, prices: number, tick: Step): RunWarning => ({
  code: 'HG-DATA-082',
  rule: `${symbol}: ${off} of ${prices} prices are no multiples of the venue's tick, ${stepValue(tick, 1)}`,
  hint: 'set tick_size to the step of the data, or 0 for none; orders are held to it and would miss prices between',
});

const tooFine = (symbol: string, tick: Step, coarser: Step): RunWarning => ({
  code: 'HG-DATA-083',
  rule: `${symbol}: the venue's tick, ${stepValue(tick, 1)}, is finer than the data, whose prices are multiples of ${stepValue(coarser, 1)}`,
  hint: `set tick_size: ${stepValue(coarser, 1)}, unless the venue takes orders at finer prices`,
});
