import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { createSpace } from '../../src/search/space.js';
import { Stretches } from '../../src/strategies/sma-extended/stretches.js';
import smaExtended from '../../src/strategies/sma-extended.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { planColumns } from '../../src/trial/column-plan.js';
import { exitsOf, HOUR, marketOf, rulesOf, type Bar, type RuleChanges } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';
import { randomMarket } from '../_support/random-run.js';

const strategy = smaExtended as unknown as StrategyDefinition;

const bar = (open: number, close: number): Bar => [open, Math.max(open, close), Math.min(open, close), close, 1000];
const OPENS = [100, 100, 99, 98, 99, 101, 102, 104.5, 104, 103];
const CLOSES = [100, 99, 98, 99, 101, 102, 104.5, 104, 103, 102];
const EXAMPLE = marketOf(OPENS.map((open, i) => bar(open, CLOSES[i]!)));
const PLAIN = { fast: 2, slow: 3, qty: 1, tp_pct: 0.02, sl_pct: 0.01, trail_pct: 0.005, cooldown_bars: 1 };

const trendsOf = (close: readonly number[], tick: string | null, fast: number, slow: number) => {
  const market = marketOf(close.map((price) => bar(price, price)));
  const store = new ColumnStore(market, null, 1e9);
  const { instrument } = rulesOf({ instrument: { tick: tick === null ? null : parseStep(tick) } });
  const params = smaExtended.params.parse({ fast, slow });
  const { rising, falling } = smaExtended.columns;
  return [rising, falling].map((request) => [...store.get(request(params, instrument))]);
};

describe('averages', () => {
  test('that are equal are neither above nor below, whatever doubles make of the prices', () => {
    // Sums of 0.1, 0.2 and 0.3 in another order differ in doubles; in ticks they do not.
    expect(trendsOf([0.1, 0.2, 0.3, 0.2], '0.1', 1, 3)).toEqual([[2, ~3], [3]]);
    expect(trendsOf([0.3, 0.1, 0.2], '0.1', 1, 3)).toEqual([[], []]);
  });

  test('name the bars on which the fast one begins and ceases to lie above', () => {
    expect(trendsOf([1, 2, 3, 4, 3, 2, 3, 4], null, 1, 2)).toEqual([
      [1, ~4, 6],
      [4, ~6],
    ]);
  });

  test('are columns that a sweep shares, one for each window and each pair of windows, apart for each tick', () => {
    const space = createSpace([
      { kind: 'list', name: 'fast', values: [5, 10, 20] },
      { kind: 'list', name: 'slow', values: [40, 50, 80] },
      { kind: 'list', name: 'tp_pct', values: [0.02, 0.04] },
    ]);
    const plan = (tick: string) => {
      const { instrument } = rulesOf({ instrument: { tick: parseStep(tick) } });
      return planColumns(strategy, space, strategy.params.parse({}), instrument).requests.map(({ key }) => key);
    };
    const keys = plan('0.01');
    expect(keys.filter((key) => key.startsWith('tick-sma'))).toHaveLength(6);
    expect(keys.filter((key) => key.startsWith('above'))).toHaveLength(18);
    expect(plan('0.1').filter((key) => keys.includes(key))).toEqual([]);
  });
});

describe('a walk through stretches', () => {
  test('knows the one it is in and the next one, and is never in one that is over', () => {
    const walk = new Stretches(Int32Array.of(2, ~4, 7));
    expect([0, 1, 2, 3, 4].map((i) => walk.since(i))).toEqual([-1, -1, 2, 2, -1]);
    expect([4, 6, 7, 9].map((from) => walk.next(from))).toEqual([7, 7, 7, 9]);
    expect([7, 9].map((i) => walk.since(i))).toEqual([7, 7]);
    expect(new Stretches(Int32Array.of(2, ~4)).next(5)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('the worked example', () => {
  test('buys at 101, takes the profit at 104.5 and waits for its cooldown', () => {
    const run = runPortfolio(strategy, [EXAMPLE], PLAIN);
    expect(exitsOf(run)).toEqual([[7, 'take_profit', 104.5]]);
    expect([run.trades.entryBar[0], run.trades.entryPrice[0], run.finalEquity]).toEqual([5, 101, 100_003.5]);
  });

  test('leaves by the averages, by the stop and by the trail where they come first', () => {
    const market = marketOf([...OPENS, 102, 101].map((open, i) => bar(open, [...CLOSES, 101, 100][i]!)));
    const exit = (params: object) => exitsOf(runPortfolio(strategy, [market], { ...PLAIN, ...params }))[0];
    expect(exit({ tp_pct: null, trail_pct: 0.001 })).toEqual([8, 'trailing_stop', 104]);
    expect(exit({ tp_pct: null, trail_pct: null })).toEqual([9, 'fast_lt_slow', 103]);
    const slow = { ...PLAIN, fast: 3, slow: 4, trail_pct: null, tp_pct: null };
    const rising = [100, 102, 104, 106, 108, 104].map((close, i, all) => bar(all[i - 1] ?? close, close));
    expect(exitsOf(runPortfolio(strategy, [marketOf([...rising, bar(104, 104)])], slow))).toEqual([
      [6, 'stop_loss', 104],
    ]);
  });
});

test('a gain is judged on the close as its nearest tick, asleep as well as awake', () => {
  // Bought at 101 (no tick of 1 is passed by slippage); 103.6 counts as 104, which is a gain of 2.97 %.
  const closes = [100, 99, 98, 99, 101, 102, 103.6, 103.4, 103.4, 103.4];
  const market = marketOf(closes.map((close, i) => bar(closes[i - 1] ?? close, close)));
  const params = { ...PLAIN, tp_pct: 0.029, sl_pct: null, trail_pct: null };
  for (const mode of ['sleep', 'every-bar'] as const) {
    const rules = rulesOf({ mode, instrument: { tick: parseStep('1') } });
    expect(exitsOf(runPortfolio(strategy, [market], params, rules))[0]).toEqual([7, 'take_profit', 103]);
  }
});

test('a sale that is worth less than the venue asks is rejected until it is worth enough', () => {
  const closes = [100, 99, 98, 99, 101, 102, 97, 96, 96, 97, 99, 100, 99, 97, 97];
  const market = marketOf(closes.map((close, i) => bar(closes[i - 1] ?? close, close)));
  const params = { ...PLAIN, cooldown_bars: 20, sl_pct: 0.005, tp_pct: null, trail_pct: null };
  const run = runPortfolio(strategy, [market], params, rulesOf({ instrument: { minNotional: 98.5 } }));
  const sales = run.journal!.orders.filter(({ side }) => side < 0);
  expect(sales.map(({ submittedBar, code }) => [submittedBar, code])).toEqual([
    [6, 'MIN_NOTIONAL'],
    [7, 'MIN_NOTIONAL'],
    [8, 'MIN_NOTIONAL'],
    [9, 'MIN_NOTIONAL'],
    [10, ''],
  ]);
  expect(exitsOf(run)).toEqual([[11, 'stop_loss', 99]]);
  expect(run.strategyCounters).toMatchObject({ signals_generated: 6, signals_rejected: 4 });
});

describe('every parameter changes a run', () => {
  const markets = [randomMarket(3, 900, 0.03), { ...randomMarket(8, 900, 0.03), symbol: 'TWO', digest: 'two' }];
  const base = {
    fast: 5,
    slow: 20,
    qty: 1,
    tp_pct: 0.06,
    sl_pct: 0.02,
    trail_pct: 0.03,
    cooldown_bars: 2,
    daily_loss_limit: 1e9,
  };
  const rules = (changes: RuleChanges = {}) =>
    rulesOf({ ...changes, execution: { slippage: 0.001, ...changes.execution } });
  const storyOf = (run: RunRecord) => [
    ...run.journal!.fills.map((f) => `${f.bar} ${f.price} ${f.fee} ${f.reason}`),
    run.finalEquity,
  ];
  const story = (params: object) => storyOf(runPortfolio(strategy, markets, { ...base, ...params }, rules()));
  const pov = (params: object = {}) => ({ slippage_model: 'SpreadPovSlippage', slippage_params: params });

  const late = (range: object = {}) => ({ latency_ms: { min: 0, max: 2 * HOUR, step: HOUR, ...range } });

  test.each([
    [{}, { fast: 6 }],
    [{}, { slow: 21 }],
    [{}, { qty: 2 }],
    [{}, { allow_reentry: false }],
    [{}, { max_positions: 1 }],
    [{}, { cooldown_bars: 6 }],
    [{}, { tp_pct: 0.03 }],
    [{}, { tp_pct: null }],
    [{}, { sl_pct: 0.01 }],
    [{}, { sl_pct: null }],
    [{}, { trail_pct: 0.02 }],
    [{}, { trail_pct: null }],
    [{}, { daily_loss_limit: 1 }],
    [{}, { sim: { slippage_model: 'none' } }],
    [{ sim: { slippage_model: 'none' } }, { sim: { slippage_model: 'SlippageModel', slippage_bps: 3 } }],
    [{}, { sim: pov() }],
    [{ sim: pov() }, { sim: pov({ spread_bps: 8 }) }],
    [{ sim: pov() }, { sim: pov({ k: 0.3 }) }],
    [{ sim: pov() }, { sim: pov({ k_unit: 'bps' }) }],
    [{}, { sim: { fee_model: 'FixedBps' } }],
    [{ sim: { fee_model: 'FixedBps' } }, { sim: { fee_model: 'FixedBps', fee_bps: 2 } }],
    [{}, { sim: { participation_bps: 50 } }],
    [{ sim: { participation_bps: 50 } }, { sim: { participation_bps: 50, participation_volume: 'previous' } }],
    [{ sim: pov() }, { sim: { ...pov(), participation_volume: 'previous' } }],
    [{ sim: late() }, { sim: late({ min: 3 * HOUR }) }],
    [{ sim: late() }, { sim: late({ max: 9 * HOUR }) }],
    [{ sim: late({ max: 9 * HOUR }) }, { sim: late({ max: 9 * HOUR, step: 3 * HOUR }) }],
    [{ sim: { fee_model: 'ZeroFees' } }, { sim: { fee_model: 'MakerTakerBps', taker_bps: 2 } }],
  ])('from %j to %j', (before, after) => {
    expect(story(after)).not.toEqual(story(before));
  });

  test('but a latency within one bar changes nothing', () => {
    expect(story({ sim: late({ min: 10, max: 200, step: 5 }) })).toEqual(story({}));
  });

  test('a share of nothing fills nothing', () => {
    expect(story({ sim: { participation_bps: 0 } })).toEqual([100_000]);
  });

  test('and the volume that stands for none does where a bar has none', () => {
    const silent = marketOf(
      OPENS.map((open, i) => [...bar(open, CLOSES[i]!).slice(0, 4), 0] as unknown as Bar),
      { intervalMs: HOUR },
    );
    const at = (min_volume_guard: number) =>
      storyOf(runPortfolio(strategy, [silent], { ...PLAIN, sim: pov({ min_volume_guard }) }));
    expect(at(2)).not.toEqual(at(1));
  });
});

test('sleeping changes nothing: two instruments, every exit, partial fills, closes between ticks, to the bit', () => {
  const market = (seed: number, symbol: string) => ({ ...randomMarket(seed, 700, 0.02), symbol, digest: symbol });
  const price = fc.constantFrom(null, 0.002, 0.01, 0.04);
  const some = fc.record({
    fast: fc.integer({ min: 1, max: 6 }),
    slow: fc.integer({ min: 7, max: 30 }),
    tp_pct: price,
    sl_pct: price,
    trail_pct: price,
    cooldown_bars: fc.constantFrom(0, 3),
    allow_reentry: fc.boolean(),
    daily_loss_limit: fc.constantFrom(1, 1e9),
    sim: fc.constantFrom({}, { participation_bps: 500, slippage_model: 'SpreadPovSlippage' as const }),
  });
  fc.assert(
    fc.property(some, fc.nat(), fc.nat(), fc.constantFrom(null, '0.01', '1'), (params, one, two, tick) => {
      const story = (mode: 'sleep' | 'every-bar') => {
        const markets = [market(one, 'ONE'), market(two, 'TWO')];
        const instrument = { tick: tick === null ? null : parseStep(tick) };
        const rules = rulesOf({ mode, returns: 'bar', instrument });
        const run = runPortfolio(strategy, markets, { qty: 1, ...params }, rules);
        return JSON.stringify([
          run.journal!.fills,
          run.journal!.equity,
          [...run.returns],
          run.drawdown,
          run.finalEquity,
        ]);
      };
      expect(story('sleep')).toBe(story('every-bar'));
    }),
    { numRuns: 40 },
  );
});

const storyless = (sim: object): number =>
  runPortfolio(strategy, [randomMarket(3, 400, 0.03)], { fast: 2, slow: 5, qty: 1, sim }).finalEquity;

test('what the strategy counts as realised is what the account gained, once it is flat', () => {
  const markets = [randomMarket(3, 900, 0.03), { ...randomMarket(8, 900, 0.03), symbol: 'TWO', digest: 'two' }];
  const params = { fast: 2, slow: 5, qty: 1, sim: { slippage_model: 'SpreadPovSlippage', fee_model: 'FixedBps' } };
  const run = runPortfolio(strategy, markets, params);
  expect(run.trades.count).toBeGreaterThan(20);
  expect(run.strategyCounters['pnl_strategy']).toBeCloseTo(run.finalEquity - run.initialEquity, 8);
  expect(run.strategyCounters['positions_held']).toBe(0);
});

test('what the sim section says of resting orders reaches the rules of the run, and is no axis of a sweep', () => {
  const sim = { fee_model: 'MakerTakerBps', maker_bps: 2, taker_bps: 4, conservative_gaps: false, limit_touch: false };
  const { execution } = strategy.rules!(strategy.params.parse({ sim }), rulesOf());
  expect(execution).toMatchObject({ stopGap: 'stop', limitTouch: false, fees: { maker: 0.0002, taker: 0.0004 } });
  expect(strategy.rules!(strategy.params.parse({}), rulesOf()).execution).toEqual(rulesOf().execution);
  expect(strategy.ignored).toEqual(['sim.maker_bps', 'sim.conservative_gaps', 'sim.limit_touch']);
  const resting = storyless({ fee_model: 'MakerTakerBps', taker_bps: 4 });
  expect(storyless({ ...sim, slippage_model: null })).toBe(resting);
});

test('a quantity below one lot is refused', () => {
  const { instrument, account, execution } = rulesOf({ instrument: { lot: parseStep('0.1') } });
  const params = smaExtended.params.parse({ qty: 0.05 });
  expect(smaExtended.conflict!(params, { instrument, account, execution, instruments: 1 })).toBe(
    'qty 0.05 is less than one lot of the venue',
  );
});

test.each([
  [{ fast: 40, slow: 40 }, 'fast must be below slow'],
  [{ sim: { slippage_bps: 3 } }, 'slippage_bps belongs to slippage_model: SlippageModel'],
])('%j is refused', (params, message) => {
  expect(smaExtended.params.safeParse(params).error!.issues[0]!.message).toBe(message);
});

test.each([
  [0.03, 0.03, 1],
  [0.04, 0.03, 1],
  [0.02, 0.03, 0],
  [null, 0.03, 0],
  [0.04, null, 0],
])('a stop of %s beside a trail of %s gives %d warnings: the tighter one sells', (sl_pct, trail_pct, count) => {
  const params = smaExtended.params.parse({ sl_pct, trail_pct });
  const { instrument, account, execution } = rulesOf();
  const outset = { instruments: [instrument], firstPrices: [100], markets: [], account, execution, isOneAccount: true };
  expect(smaExtended.warnings!.filter((warning) => warning.when(params, outset))).toHaveLength(count);
});
