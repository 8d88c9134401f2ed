import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { parseStep } from '../../src/base/step.js';
import type { Market } from '../../src/data/market.js';
import { buildMarket } from '../../src/data/shared/shared.js';
import type { FillRow } from '../../src/engine/record/record.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import smaExtended from '../../src/strategies/sma-extended.js';
import { HOUR, rulesOf } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';
import type { PlainSim } from './plain/event-costs.js';
import { runPlainEvents, type PlainEventRules, type PlainFill } from './plain/event-engine.js';
import { PlainSma, type PlainSmaParams } from './plain/event-sma.js';
import { stepOf } from './plain/event-steps.js';

/** Hourly bars in tenths: ties, jumps, bars without a range or a volume, times at which there is no bar, late begins and early ends. */
function trickyMarket(seed: number, symbol: string): Market {
  const rng = createRng(seed, symbol);
  const int = (n: number): number => Math.floor(rng() * n);
  const rows: number[][] = [];
  const missing = [0, 0.05, 0.3][int(3)]!;
  const [begin, end] = [int(2) * int(100), 300 - int(2) * int(100)];
  const grain = [1, 5, 10][int(3)]!;
  const onGrid = (x: number): number => grain * Math.round(x / grain);
  let [price, drift] = [onGrid([400, 500, 300 + int(500)][int(3)]!), 0];
  for (let i = begin; i < end; i++) {
    if (rng() < 0.08) drift = int(3) - 1;
    const jump = rng() < 0.06 ? onGrid(12 * (int(9) - 4)) : 0;
    const open = Math.max(200, price + jump + (rng() < 0.8 ? 0 : grain * (int(5) - 2)));
    price = Math.max(200, open + grain * (int(5) - 2 + drift));
    const [high, low] = [Math.max(open, price) + int(2) * grain, Math.min(open, price) - int(2) * grain];
    const volume = rng() < 0.1 ? 0 : (2 + int(50)) / (rng() < 0.5 ? 1 : 4);
    if (rng() >= missing) rows.push([i * HOUR, open / 10, high / 10, low / 10, price / 10, volume]);
  }
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  const [time, open, high, low, close, volume] = [column(0), column(1), column(2), column(3), column(4), column(5)];
  return buildMarket({ symbol, intervalMs: HOUR, time, open, high, low, close, volume });
}

const from = fc.constantFrom;
const params: fc.Arbitrary<PlainSmaParams> = fc
  .record({
    fast: fc.integer({ min: 1, max: 5 }),
    slow: fc.integer({ min: 2, max: 12 }),
    qty: from(1, 1.3, 3, 20.13),
    allow_reentry: fc.boolean(),
    max_positions: from(1, 2, 3, 10),
    cooldown_bars: from(0, 0, 1, 3, 12),
    tp_pct: from(null, 0.004, 0.02, 0.06),
    sl_pct: from(null, 0.005, 0.01, 0.02, 0.1),
    trail_pct: from(null, 0.004, 0.02, 0.05),
    daily_loss_limit: from(0.5, 5, 50, 1000, 1000),
  })
  .filter((p) => p.fast < p.slow);

const impact = fc.oneof(
  fc.record({ k_unit: from('price' as const), k: from(0, 0.01, 0.1) }),
  fc.record({ k_unit: from('bps' as const), k: from(3, 40) }),
);
const slippage = fc.oneof(
  fc.record({ slippage_model: from('SlippageModel' as const), slippage_bps: from(0, 0, 3, 25.5) }),
  fc.record({ slippage_model: from('SpreadPovSlippage' as const, 'none' as const), slippage_bps: from(null) }),
);
const sim: fc.Arbitrary<PlainSim> = fc
  .record({
    slippage,
    slippage_params: fc
      .record({ spread_bps: from(0, 5, 40), min_volume_guard: from(1, 30), impact })
      .map(({ impact: moved, ...spread }) => ({ ...spread, ...moved })),
    fee_model: from('ZeroFees', 'FixedBps', 'MakerTakerBps'),
    fee_bps: from(1, 30),
    taker_bps: from(0, 7),
    participation_bps: from(null, null, 0, 20, 500, 500, 2500, 10_000),
    participation_volume: from('current', 'previous'),
    latency_ms: from(
      { min: 10, max: 200, step: 5 },
      { min: 0, max: 0, step: 1 },
      { min: HOUR, max: HOUR, step: 1 },
      { min: 0, max: 3 * HOUR, step: HOUR / 3 },
      { min: HOUR / 2, max: 5 * HOUR, step: 420_001 },
    ),
  })
  .map(({ slippage: model, ...others }) => ({ ...model, ...others }));

const venue = fc.record({
  tick: from('0', '0', '0.01', '0.1', '0.25', '0.2', '0.5'),
  lot: from('0', '0.001', '0.25', '0.03', '1'),
  minQuantity: from(null, null, null, 0.5, 1.1),
  maxQuantity: from(null, null, null, 15),
  minNotional: from(null, null, null, 5, 65),
  isTrading: from(...Array<boolean>(15).fill(true), false),
});
const rules: fc.Arbitrary<PlainEventRules> = fc.record({
  cash: from(10_000, 10_000, 1900, 700, 160, 90),
  flattenAtEnd: from(true, true, false),
  seed: fc.nat(),
  intervalMs: fc.constant(HOUR),
  sim,
});

const near = (value: number) => expect.closeTo(value, 9 - Math.ceil(Math.log10(Math.abs(value) + 1)));
/** Rows with every amount close to its own; instruments, frames and sides are whole numbers. */
const nearly = (rows: readonly object[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === 'number' ? near(v) : v])));
const termsOf = ({ instrument, side, quantity, price, fee, reason }: PlainFill | FillRow) => {
  return { instrument, side, quantity, price, fee, reason };
};

test('random settings on bars full of ties and gaps give the fills, trades, counters and equity of a second implementation', () => {
  const seen = { trades: 0, parts: 0, rejections: 0 };
  const symbols = from(['A'], ['A', 'B'], ['A', 'B', 'C', 'D'], ['A', 'B', 'C', 'D']);
  const venues = fc.array(venue, { minLength: 4, maxLength: 4 });
  const property = fc.property(fc.nat(), symbols, venues, params, rules, (seed, names, allowed, p, r) => {
    const markets = names.map((name) => trickyMarket(seed, name));
    let strategy: PlainSma | undefined;
    const plain = runPlainEvents(
      markets,
      allowed.map((v) => ({ ...v, tick: stepOf(v.tick), lot: stepOf(v.lot === '0' ? '0.00000001' : v.lot) })),
      r,
      (desks) => (strategy = new PlainSma(p, desks)),
    );
    const run = runPortfolio(
      smaExtended as unknown as StrategyDefinition,
      markets,
      { ...p, sim: r.sim },
      {
        ...rulesOf({
          account: { initialCash: r.cash },
          instrument: { allowShort: false },
          execution: { flattenAtEnd: r.flattenAtEnd },
        }),
        seed: r.seed,
      },
      allowed.map((v) => ({ ...v, tick: parseStep(v.tick), lot: parseStep(v.lot) })),
    );
    const { trades, counters } = run;
    const { fills, orders, equity } = run.journal!;
    expect(fills.map((fill) => ({ ...termsOf(fill), frame: fill.bar, raw: fill.rawPrice }))).toEqual(
      nearly(plain.fills.map((fill) => ({ ...termsOf(fill), frame: fill.frame, raw: fill.raw }))),
    );
    expect(
      Array.from({ length: trades.count }, (_, k) => ({
        ...{ instrument: trades.instrument[k], entered: trades.entryBar[k], left: trades.exitBar[k] },
        ...{ entry: trades.entryPrice[k], exit: trades.exitPrice[k], quantity: trades.quantity[k] },
        ...{ fees: trades.fees[k], pnl: trades.pnl[k], reason: trades.exitReason[k] },
      })),
    ).toEqual(nearly(plain.trades));
    expect(
      orders
        .filter(({ status }) => status === 'REJECTED')
        .map(({ instrument, submittedBar: frame, side, quantity, code: codes }) => {
          return { instrument, frame, side, quantity, codes };
        }),
    ).toEqual(nearly(plain.rejections));
    expect(Array.from(equity)).toEqual(plain.equity.map(near));
    expect(run.open.map(({ instrument, quantity, entryPrice: entry }) => ({ instrument, quantity, entry }))).toEqual(
      nearly(plain.open),
    );
    const { placed, filled, rejected, cancelled, negativeCashBars, exposedBars } = plain.counts;
    expect({ fees: run.totalFees, turnover: run.turnover, ...counters, ...run.strategyCounters }).toMatchObject({
      ...{ fees: near(plain.fees), turnover: near(plain.turnover), pnl_strategy: near(strategy!.pnl) },
      ...{ ordersPlaced: placed, signals_generated: placed, signals_rejected: rejected, ordersRejected: rejected },
      ...{ ordersCancelled: cancelled, positions_held: plain.open.length, negativeCashBars, exposedBars },
      makerFills: 0,
    });
    seen.trades += plain.trades.length;
    seen.parts += plain.fills.length - filled;
    seen.rejections += rejected;
  });
  fc.assert(property, { numRuns: 300 });
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
});
