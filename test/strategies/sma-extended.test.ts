import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { FALLING, risingSince } from '../../src/strategies/sma-extended/trend.js';
import smaExtended from '../../src/strategies/sma-extended.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { exitsOf, HOUR, marketOf, rulesOf, type Bar, type RuleChanges } from '../_support/backtest.js';
import { runPortfolio } from '../_support/portfolio.js';
import { randomMarket } from '../_support/random-run.js';

const strategy = smaExtended as unknown as StrategyDefinition;

const bar = (open: number, close: number): Bar => [open, Math.max(open, close), Math.min(open, close), close, 1000];
const OPENS = [100, 100, 99, 98, 99, 101, 102, 104.5, 104, 103];
const CLOSES = [100, 99, 98, 99, 101, 102, 104.5, 104, 103, 102];
const EXAMPLE = marketOf(OPENS.map((open, i) => bar(open, CLOSES[i]!)));
const PLAIN = { fast: 2, slow: 3, qty: 1, tp_pct: 0.02, sl_pct: 0.01, trail_pct: 0.005, cooldown_bars: 1 };

describe('averages', () => {
  test('that are equal are neither above nor below, whatever doubles make of the prices', () => {
    // Sums of 0.1, 0.2 and 0.3 in another order differ in doubles; in ticks they do not.
    const close = Float64Array.of(0.1, 0.2, 0.3, 0.2);
    expect([...risingSince(close, parseStep('0.1'), 1, 3)]).toEqual([-1, -1, 2, FALLING]);
    expect([...risingSince(Float64Array.of(0.3, 0.1, 0.2), parseStep('0.1'), 1, 3)]).toEqual([-1, -1, -1]);
  });

  test('name the bar since which the fast one has been above without a break', () => {
    const close = Float64Array.of(1, 2, 3, 4, 3, 2, 3, 4);
    expect([...risingSince(close, null, 1, 2)]).toEqual([-1, 1, 1, 1, FALLING, FALLING, 6, 6]);
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

test('what the strategy counts as realised is what the account gained, once it is flat', () => {
  const markets = [randomMarket(3, 900, 0.03), { ...randomMarket(8, 900, 0.03), symbol: 'TWO', digest: 'two' }];
  const params = { fast: 2, slow: 5, qty: 1, sim: { slippage_model: 'SpreadPovSlippage', fee_model: 'FixedBps' } };
  const run = runPortfolio(strategy, markets, params);
  expect(run.trades.count).toBeGreaterThan(20);
  expect(run.strategyCounters['pnl_strategy']).toBeCloseTo(run.finalEquity - run.initialEquity, 8);
  expect(run.strategyCounters['positions_held']).toBe(0);
});

test('a quantity below one lot is refused', () => {
  const { instrument, account } = rulesOf({ instrument: { lot: parseStep('0.1') } });
  const params = smaExtended.params.parse({ qty: 0.05 });
  expect(smaExtended.conflict!(params, { instrument, account, instruments: 1 })).toBe(
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
  const outset = { instruments: [instrument], firstPrices: [100], account, execution, isOneAccount: true };
  expect(smaExtended.warnings!.filter((warning) => warning.when(params, outset))).toHaveLength(count);
});
