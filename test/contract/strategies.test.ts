import { describe, expect, test } from 'vitest';
import type { Market } from '../../src/data/market.js';
import type { FillRow, RunRecord } from '../../src/engine/record/record.js';
import type { RunRules } from '../../src/engine/rules.js';
import { listStrategies, loadStrategy } from '../../src/strategies/load.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { DAY, HOUR, marketOf, rulesOf, runActor, type Bar, type RuleChanges } from '../_support/backtest.js';
import { LIVELY, NEEDS } from '../_support/lively.js';
import { randomMarket } from '../_support/random-run.js';
import { inSessions } from '../_support/session-market.js';

const urlOf = (name: string) => new URL(`../../src/strategies/${name}.ts`, import.meta.url).href;

const barsOf = (market: Market, length = market.length): Bar[] =>
  Array.from({ length }, (_, i): Bar => [
    market.open[i]!,
    market.high[i]!,
    market.low[i]!,
    market.close[i]!,
    market.volume[i]!,
  ]);

describe.each(listStrategies())('%s', async (name) => {
  const strategy = await loadStrategy(urlOf(name));
  const params = strategy.params.parse(LIVELY[name] ?? {});

  const build = (bars: readonly Bar[]): Market =>
    strategy.needsSessions === true ? inSessions(bars) : marketOf(bars, { intervalMs: HOUR });
  const random = (seed: number, length: number, volatility: number): Market =>
    build(barsOf(randomMarket(seed, length, volatility)));

  const { account, ...needs } = NEEDS[name] ?? {};
  const rulesFor = (changes: RuleChanges = {}): RunRules =>
    rulesOf({ ...needs, ...changes, account: { ...account, ...changes.account } });
  const run = (market: Market, given: RunRules = rulesFor()): RunRecord => {
    const rules = strategy.rules?.(params, given) ?? given;
    const store = new ColumnStore(market, null, 1e9);
    const columns: Record<string, unknown> = {};
    for (const [column, request] of Object.entries(strategy.columns)) {
      const wanted = request(params, rules.instrument);
      columns[column] = wanted ? store.get(wanted) : null;
    }
    const barsPerYear = (365 * DAY) / market.intervalMs;
    const actor = strategy.create(params, columns as never, market, {
      instrument: rules.instrument,
      execution: rules.execution,
      account: rules.account,
      from: 0,
      to: market.length,
      barsPerYear,
      shared: strategy.share?.(params, {
        markets: [market],
        instruments: [rules.instrument],
        account: rules.account,
        barsPerYear,
      }),
    });
    return runActor(market, actor, rules);
  };
  const keyOf = (fill: FillRow) => [fill.bar, fill.side, fill.price, fill.quantity, fill.reason].join(' ');
  /** Fills of bars up to the last-but-one: the flatten at the end is no decision. */
  const decided = (record: RunRecord, until: number) => record.journal!.fills.filter((f) => f.bar < until).map(keyOf);

  test('has a default for every parameter', () => {
    expect(strategy.params.safeParse({}).success).toBe(true);
  });

  test('trades on the fixture, and the same way twice', () => {
    const market = random(3, 400, 0.03);
    const first = run(market);
    expect(first.trades.count).toBeGreaterThan(10);
    expect(run(market).journal!.fills.map(keyOf)).toEqual(first.journal!.fills.map(keyOf));
  });

  test('cutting the data off at any bar changes nothing that came before', () => {
    const market = random(3, 160, 0.03);
    const whole = run(market);
    const bars = barsOf(market);
    for (let length = 2; length < bars.length; length++) {
      const cut = run(build(bars.slice(0, length)));
      expect(decided(cut, length - 1)).toEqual(decided(whole, length - 1));
      expect(cut.journal!.equity.slice(0, length - 1)).toEqual(whole.journal!.equity.slice(0, length - 1));
    }
  });

  test('another future changes nothing that came before', () => {
    const market = random(3, 200, 0.03);
    const other = random(77, 200, 0.2);
    const whole = run(market);
    for (const length of [20, 57, 100, 163]) {
      const forked = run(build([...barsOf(market, length), ...barsOf(other).slice(length)]));
      expect(decided(forked, length)).toEqual(decided(whole, length));
    }
  });

  test('sleeping and visiting every bar agree to the bit', () => {
    const market = random(9, 9000, 0.01);
    const sleeping = run(market, rulesFor({ mode: 'sleep' }));
    const visiting = run(market, rulesFor({ mode: 'every-bar' }));
    expect(sleeping.journal!.equity).toEqual(visiting.journal!.equity);
    expect(sleeping.returns).toEqual(visiting.returns);
    expect(sleeping.drawdown).toEqual(visiting.drawdown);
    expect(sleeping.counters).toEqual(visiting.counters);
    expect(sleeping.strategyCounters).toEqual(visiting.strategyCounters);
  });

  test('scaling prices and cash by a power of two scales money to the bit and changes no decision', () => {
    const market = random(3, 400, 0.03);
    const scaled = build(barsOf(market).map(([o, h, l, c, v]): Bar => [8 * o, 8 * h, 8 * l, 8 * c, v ?? 0]));
    const one = run(market);
    const eight = run(scaled, rulesFor({ account: { initialCash: 800_000 } }));
    expect(eight.journal!.fills.map((f) => [f.bar, f.quantity])).toEqual(
      one.journal!.fills.map((f) => [f.bar, f.quantity]),
    );
    expect(eight.journal!.equity).toEqual(one.journal!.equity.map((e) => 8 * e));
    expect(eight.returns).toEqual(one.returns);
  });

  test('a flat price gives no trade, and no order that it could fill', () => {
    const flat = run(build(Array.from({ length: 300 }, (): Bar => [100, 100, 100, 100, 5])));
    expect(flat.counters.fills).toBe(0);
    expect(flat.returns.every((r) => r === 0)).toBe(true);
    // Orders may rest off the price; nobody buys or sells at what never moves.
    for (const { type, price } of flat.journal!.orders) {
      expect(type).not.toBe('market');
      expect(Math.abs(price - 100)).toBeGreaterThan(0);
    }
    const submitted = flat.journal!.orders.map(({ side, tag }) => `${side} ${tag}`);
    expect(new Set(submitted).size, 'an order is placed once and left alone').toBe(submitted.length);
  });
});
