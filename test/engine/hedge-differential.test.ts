import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { parseStep } from '../../src/base/step.js';
import { fundingColumns } from '../../src/data/funding-columns.js';
import type { Market } from '../../src/data/market.js';
import type { Actor } from '../../src/engine/actor.js';
import type { OrderTicket } from '../../src/engine/desk.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { Engine } from '../../src/engine/run-engine.js';
import type { RunRules } from '../../src/engine/rules.js';
import { constantLatency, HOUR, rulesOf } from '../_support/backtest.js';
import { randomMarket } from '../_support/random-run.js';

const contentOf = ({ trades, journal, returns, ...rest }: RunRecord) => ({
  ...rest,
  returns: Array.from(returns),
  trades: Object.entries(trades)
    .filter(([, column]) => ArrayBuffer.isView(column))
    .map(([name, column]) => [name, Array.from((column as Float64Array).subarray(0, trades.count))]),
  reasons: [...trades.exitReason],
  journal: journal && Object.entries(journal).map(([name, rows]) => [name, Array.from(rows as ArrayLike<unknown>)]),
});

/** Hourly bars with settlements every eight hours. */
function perpetual(seed: number, length: number, volatility: number): Market {
  const market = randomMarket(seed, length, volatility);
  const rng = createRng(seed, 'rates');
  const time = Array.from({ length: Math.floor(length / 8) }, (_, k) => market.time[0]! + k * 8 * HOUR);
  const rate = time.map(() => 0.002 * (rng() - 0.5));
  const mark = time.map(() => (rng() < 0.3 ? NaN : 100 * (1 + 0.01 * rng())));
  return { ...market, funding: fundingColumns(market, { time, rate, mark }) };
}

/** Places limits of both sides with exits at random bars, closes and cancels now and then. Between them it asks to sleep. */
function hedgeActor(seed: number, market: Market, actions: number): Actor {
  const rng = createRng(seed, 'hedge');
  const bars = Array.from({ length: actions }, () => Math.floor(rng() * market.length)).sort((a, b) => a - b);
  const plans = new Map<number, { what: number; tickets: OrderTicket[] }>();
  for (const bar of bars) {
    const ticket = (): OrderTicket => {
      const side = rng() < 0.5 ? 1 : -1;
      const price = Math.round(market.close[bar]! * (1 - side * 0.02 * (rng() - 0.2)) * 100) / 100;
      return {
        type: rng() < 0.85 ? 'limit' : 'market',
        side,
        size: { kind: 'quantity', value: 1 + Math.floor(rng() * 200) },
        ...{ price },
        tag: Math.floor(rng() * 12),
        bracket: {
          stop: { distance: 0.2 + 3 * rng() },
          target: { distance: 0.2 + 3 * rng(), type: rng() < 0.7 ? 'limit' : 'take_profit' },
          rounding: rng() < 0.5 ? 'nearest' : 'away',
        },
        ...(rng() < 0.5 && { postOnly: { retries: Math.floor(rng() * 4), maxDeviation: 0.01 } }),
        ...(rng() < 0.3 && { expires: bar + 1 + Math.floor(rng() * 40) }),
      };
    };
    plans.set(bar, { what: rng(), tickets: Array.from({ length: 1 + Math.floor(rng() * 5) }, ticket) });
  }
  return {
    warmup: 0,
    onBar(i, desk) {
      const plan = plans.get(i);
      if (plan && plan.what < 0.1) desk.close('signal');
      else if (plan && plan.what < 0.2) desk.cancelAll();
      else for (const ticket of plan?.tickets ?? []) desk.submit(ticket);
      return bars.find((bar) => bar > i) ?? Number.MAX_SAFE_INTEGER;
    },
  };
}

const anyHedgeRules = fc.record({
  path: fc.constantFrom('adaptive' as const, 'ohlc' as const, 'olhc' as const, 'worst' as const),
  limitGap: fc.constantFrom('open' as const, 'limit' as const),
  sameBarExits: fc.boolean(),
  flattenAtEnd: fc.boolean(),
  slippageOnTick: fc.boolean(),
  slippage: fc.constantFrom(0, 0.0005),
  latencyMs: fc.constantFrom(0, 0, 3 * HOUR),
  tick: fc.constantFrom(null, parseStep('0.01')),
  maintenanceRate: fc.constantFrom(0, 0.02),
  kind: fc.constantFrom('margin' as const, 'margin' as const, 'cash' as const),
  model: fc.constantFrom('naive' as const, 'realistic' as const, 'probabilistic' as const),
  takerProbability: fc.constantFrom(1, 0.6),
  maxDrawdown: fc.constantFrom(Infinity, 0.05, 0.3),
  maxDailyLoss: fc.constantFrom(Infinity, 0.01, 0.1),
  stopOnLiquidation: fc.boolean(),
  breaker: fc.constantFrom(null, { failures: 2, windowMs: 5 * HOUR, cooldownMs: 40 * HOUR }),
  returns: fc.constantFrom('day' as const, 'bar' as const),
});

const rulesFrom = (r: typeof anyHedgeRules extends fc.Arbitrary<infer T> ? T : never): RunRules =>
  rulesOf({
    account: { initialCash: 20_000, kind: r.kind, maintenanceRate: r.maintenanceRate },
    instrument: { positionMode: 'hedge', tick: r.tick },
    execution: {
      fees: { maker: 0.0002, taker: 0.0005, fixed: 0, perUnit: 0 },
      path: r.path,
      limitGap: r.limitGap,
      sameBarExits: r.sameBarExits,
      flattenAtEnd: r.flattenAtEnd,
      slippageOnTick: r.slippageOnTick,
      slippage: r.slippage,
      latency: constantLatency(r.latencyMs),
      fillModel: { type: r.model, makerProbability: 0.7, takerProbability: r.takerProbability },
    },
    risk: {
      maxDrawdown: r.maxDrawdown,
      maxDailyLoss: r.maxDailyLoss,
      stopOnLiquidation: r.stopOnLiquidation,
      breaker: r.breaker,
    },
    returns: r.returns,
  });

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const lengths = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 6_000 }));

test('sleeping gives the bits of visiting every bar in hedge mode, too', () => {
  const engine = new Engine();
  fc.assert(
    fc.property(
      seeds,
      lengths,
      fc.integer({ min: 0, max: 40 }),
      anyHedgeRules,
      fc.constantFrom(0.002, 0.02, 0.2),
      (seed, length, actions, changes, volatility) => {
        const market = perpetual(seed, length, volatility);
        const run = (mode: 'sleep' | 'every-bar') =>
          contentOf(
            engine.run({
              traders: [{ market, actor: hedgeActor(seed, market, actions) }],
              rules: { ...rulesFrom(changes), mode },
              window: { from: Math.floor(length / 7), to: length },
              recording: true,
            }),
          );
        expect(run('sleep')).toEqual(run('every-bar'));
      },
    ),
    { numRuns: 150 },
  );
});

test('at the end of a flattened run cash is the start plus what the lots made, fees and funding included', () => {
  const engine = new Engine();
  fc.assert(
    fc.property(seeds, anyHedgeRules, (seed, changes) => {
      const market = perpetual(seed, 500, 0.02);
      const actor = hedgeActor(seed, market, 20);
      const rules = rulesFrom({ ...changes, flattenAtEnd: true });
      const run = engine.run({ traders: [{ market, actor }], rules, window: { from: 0, to: 500 }, recording: true });
      const { trades } = run;
      let pnl = 0;
      let fees = 0;
      let funding = 0;
      for (let k = 0; k < trades.count; k++) {
        pnl += trades.pnl[k]!;
        fees += trades.fees[k]!;
        funding += trades.funding[k]!;
        expect(trades.pnl[k]).toBeCloseTo(trades.grossPnl[k]! - trades.fees[k]! + trades.funding[k]!, 9);
      }
      expect(run.finalEquity - run.initialEquity).toBeCloseTo(pnl, 6);
      expect(run.totalFees).toBeCloseTo(fees, 6);
      expect(run.netFunding).toBeCloseTo(funding, 6);
      expect(run.fundingReceived - run.fundingPaid).toBeCloseTo(funding, 6);
    }),
    { numRuns: 60 },
  );
});
