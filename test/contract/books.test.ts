import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { fundingColumns } from '../../src/data/funding-columns.js';
import type { Market } from '../../src/data/market.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { RunRules } from '../../src/engine/rules.js';
import { listStrategies, loadStrategy } from '../../src/strategies/load.js';
import { DAY, HOUR, marketOf, rulesOf, runActor, type Bar, type RuleChanges } from '../_support/backtest.js';
import { faultsOf } from '../_support/exact-books.js';
import { LIVELY, NEEDS } from '../_support/lively.js';
import { runPortfolio } from '../_support/portfolio.js';
import { anyRules } from '../_support/random-rules.js';
import { randomActor, randomMarket } from '../_support/random-run.js';
import { inSessions } from '../_support/session-market.js';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

const barsOf = ({ open, high, low, close, volume, length }: Market): Bar[] =>
  Array.from({ length }, (_, i): Bar => [open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!]);

/** The market, with a settlement of funding every so many bars. */
function funded(market: Market, seed: number, every = 5): Market {
  const rng = createRng(seed, 'rates');
  const time = Array.from(market.time).filter((_, i) => i % every === 0);
  const rate = time.map(() => 0.004 * (rng() - 0.5));
  const mark = time.map((_, k) => (rng() < 0.3 ? NaN : market.open[k * every]! * (1 + 0.002 * rng())));
  return { ...market, funding: fundingColumns(market, { time, rate, mark }) };
}

/** What a strategy or a test has to have of its own goes over what is random. */
const merged = (random: RuleChanges, own: RuleChanges): RuleChanges => ({
  ...random,
  account: { ...random.account, ...own.account },
  instrument: { ...random.instrument, ...own.instrument },
  execution: { ...random.execution, ...own.execution },
});

describe('the books of random runs are exact:', () => {
  test('netting, with funding, partial fills, flips, liquidation and rules of risk', () => {
    let [partial, liquidated, flipped] = [0, 0, 0];
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 250 }), anyRules, (seed, length, changes) => {
        const market = funded(randomMarket(seed, length, 0.12), seed);
        // So little cash that a few positions are a margin call.
        const rules = rulesOf(merged(changes, { account: { initialCash: 8_000 } }));
        const run = runActor(market, randomActor(seed, market, 40), rules);
        expect(faultsOf(run, rules)).toEqual([]);
        liquidated += run.counters.liquidations;
        if (run.counters.fills > run.counters.ordersFilled) partial++;
        if (Array.from(run.journal!.positions[0]!).some((q, i, all) => i > 0 && q * all[i - 1]! < 0)) flipped++;
      }),
      { numRuns: 120 },
    );
    expect(Math.min(partial, liquidated, flipped), `${partial} ${liquidated} ${flipped}`).toBeGreaterThan(0);
  });
});

describe.each(listStrategies())('%s', async (name) => {
  const strategy = await loadStrategy(new URL(`../../src/strategies/${name}.ts`, import.meta.url).href);
  const isHedge = NEEDS[name]?.instrument?.positionMode === 'hedge';
  const needs = merged(
    { instrument: { allowShort: name !== 'sma-extended' } },
    merged(
      { ...(isHedge && { execution: { participation: { bps: null, volume: 'current' as const } } }) },
      NEEDS[name] ?? {},
    ),
  );
  const chance = fc.record({
    type: fc.constantFrom('naive' as const, 'realistic' as const, 'probabilistic' as const),
    makerProbability: fc.constantFrom(0.5, 0.9),
    takerProbability: fc.constantFrom(1, 0.6),
  });
  const settings = fc
    .record({ rules: anyRules, fillModel: chance, multiplier: fc.constantFrom(1, 2, 0.1) })
    .map(({ rules, fillModel, multiplier }) =>
      merged(rules, merged({ instrument: { multiplier }, ...(isHedge && { execution: { fillModel } }) }, needs)),
    );

  const build = (seed: number, length: number, symbol: string, later = 0): Market => {
    const bars = barsOf(randomMarket(seed, length, 0.03));
    const sessions = strategy.needsSessions === true;
    const market = sessions
      ? inSessions(bars)
      : marketOf(bars, { intervalMs: HOUR, start: Date.UTC(2024, 0, 1) + later * HOUR });
    return { ...funded(market, seed), symbol };
  };
  const markets = fc
    .record({ seed: seeds, length: fc.integer({ min: 30, max: 300 }), count: fc.constantFrom(1, 1, 2, 3) })
    .map(({ seed, length, count }) =>
      Array.from({ length: count }, (_, k) => build(seed + k, length - 5 * k, 'ABC'[k]!, 7 * k)),
    );
  const run = (given: readonly Market[], rules: RunRules) => runPortfolio(strategy, given, LIVELY[name], rules);
  /** All that a run leaves behind, as plain data that keeps every bit. */
  const contentOf = ({ journal, returns, drawdown, counters, strategyCounters, finalEquity }: RunRecord) => {
    const { orders, fills, ledger, cash, equity, positions } = journal!;
    return {
      orders,
      fills,
      ledger,
      cash,
      equity,
      positions,
      returns,
      drawdown,
      counters,
      strategyCounters,
      finalEquity,
    };
  };

  test('keeps exact books under random settings, on one symbol and on several', () => {
    let fills = 0;
    fc.assert(
      fc.property(markets, settings, (given, changes) => {
        const rules = rulesOf(changes);
        const record = run(given, rules);
        fills += record.counters.fills;
        expect(faultsOf(record, strategy.rules?.(strategy.params.parse(LIVELY[name]), rules) ?? rules)).toEqual([]);
      }),
      { numRuns: 30 },
    );
    expect(fills).toBeGreaterThan(100);
  });

  test('sleeps over nothing that every-bar sees, under random settings, on one symbol and on several', () => {
    fc.assert(
      fc.property(markets, settings, (given, changes) => {
        const sleeping = contentOf(run(given, rulesOf({ ...changes, mode: 'sleep' })));
        expect(sleeping).toEqual(contentOf(run(given, rulesOf({ ...changes, mode: 'every-bar' }))));
      }),
      { numRuns: 30 },
    );
  });

  test('does not look ahead under random settings: without the bars after any moment it did the same before', () => {
    fc.assert(
      fc.property(markets, settings, fc.double({ min: 0.1, max: 0.95, noNaN: true }), (given, changes, part) => {
        const rules = rulesOf(changes);
        const whole = run(given, rules);
        const first = given[0]!;
        const end = first.time[Math.max(2, Math.floor(part * first.length))]!;
        const cut = given.map((market) => before(market, end)).filter((market) => market.length > 0);
        const shorter = run(cut, rules);
        const known = (record: RunRecord) =>
          record
            .journal!.fills // The last bar of a run closes what is open.
            .filter(({ bar }) => record.timeline.time[bar]! < shorter.timeline.time.at(-1)!)
            .map(({ bar, side, price, quantity }) => [record.timeline.time[bar], side, price, quantity]);
        expect(known(shorter)).toEqual(known(whole));
      }),
      { numRuns: 30 },
    );
  });
  const before = (market: Market, end: number): Market => {
    const length = market.time.findIndex((open) => open >= end);
    if (length < 0) return market;
    const bars = barsOf(market).slice(0, length);
    const shorter =
      strategy.needsSessions === true ? inSessions(bars) : marketOf(bars, { intervalMs: HOUR, start: market.time[0]! });
    const { funding } = market;
    if (!funding) return { ...shorter, symbol: market.symbol };
    const kept = funding.bar.filter((bar) => bar < length).length;
    const [bar, rate, mark] = [funding.bar, funding.rate, funding.mark].map((column) => column.slice(0, kept));
    return {
      ...shorter,
      symbol: market.symbol,
      funding: { ...funding, bar, rate, mark } as NonNullable<Market['funding']>,
    };
  };

  test('gives no order before its warm-up, nor before every series that it reads is defined', () => {
    const firsts: number[] = [];
    const watched: typeof strategy = {
      ...strategy,
      create: (params, columns, ...around) => {
        const actor = strategy.create(params, columns, ...around);
        const series = Object.values(columns as object).filter((column) => column instanceof Float64Array);
        const defined = series.map((column) => column.findIndex((value) => !Number.isNaN(value)));
        // Levels of the session before are undefined in the first one, in which trades are made without them.
        firsts.push(Math.max(actor.warmup, ...(strategy.needsSessions === true ? [] : defined)));
        return actor;
      },
    };
    const given = [build(3, 300, 'A'), build(4, 290, 'B', 7)];
    const { journal, timeline } = runPortfolio(watched, given, LIVELY[name], rulesOf(merged({}, needs)));
    if (strategy.needsSessions !== true) expect(Math.min(...firsts)).toBeGreaterThan(0);
    for (const { instrument, submittedBar } of journal!.orders)
      expect(timeline.time[submittedBar]).toBeGreaterThanOrEqual(given[instrument]!.time[firsts[instrument]!]!);
  });

  test('is paid and pays the funding of what it holds', () => {
    if (strategy.needsSessions === true) return;
    const record = run([build(3, 300, 'A')], rulesOf(merged({}, merged(needs, { account: { kind: 'margin' } }))));
    expect(record.netFunding).not.toBe(0);
    expect(record.timeline.time.at(-1)! - record.timeline.time[0]!).toBeGreaterThan(DAY);
  });
});
