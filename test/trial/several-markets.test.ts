import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/base/json.js';
import { toRunRules } from '../../src/config/settings/run-settings.js';
import { attachMarket, shareMarket, type SharedMarket } from '../../src/data/shared/shared.js';
import { Engine } from '../../src/engine/run-engine.js';
import { timelineOf } from '../../src/engine/timeline.js';
import { Weights } from '../../src/strategies/_weights.js';
import dmaAtrTrend from '../../src/strategies/dma-atr-trend.js';
import { ColumnStore } from '../../src/trial/column-store.js';
import { createTrialRunner, type Replay, type TrialRunner } from '../../src/trial/runner.js';
import type { TrialSetup } from '../../src/trial/setup.js';
import { columnKey, columnStatistics, createSharedColumns } from '../../src/trial/shared-columns.js';
import { sma } from '../../src/indicators/sma.js';
import { randomMarket } from '../_support/random-run.js';

const METRICS = ['sharpe_ratio', 'total_return', 'max_drawdown', 'total_trades', 'final_balance', 'avg_trade_duration'];
const folder = mkdtempSync(join(tmpdir(), 'hgopt-markets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A random market under a name, its bars beginning some bars later than those of others. */
function sharedMarket(symbol: string, seed: number, bars: number, later = 0): SharedMarket {
  const { intervalMs, time, open, high, low, close, volume } = randomMarket(seed, bars, 0.02);
  return shareMarket({
    ...{ symbol, intervalMs, open, high, low, close, volume },
    time: time.map((t) => t + later * intervalMs),
  });
}
const A = sharedMarket('A', 1, 500);
const B = sharedMarket('B', 2, 450, 100);

const setupOf = (markets: readonly SharedMarket[], changes: Partial<TrialSetup> = {}): TrialSetup => ({
  strategy: { name: 'dma-atr-trend', url: new URL('../../src/strategies/dma-atr-trend.ts', import.meta.url).href },
  params: { short_ma_window: 3, long_ma_window: 9, trend_ma_window: 0 },
  settings: { venue: { allow_short: true } },
  dimensions: [{ kind: 'list', name: 'sl_atr_multiplier', values: [1, 2] }],
  sampler: { name: 'grid', params: {} },
  seed: 42,
  markets,
  window: { from: 0, to: timelineOf(markets.map(attachMarket)).length },
  metrics: METRICS,
  columns: null,
  columnCacheBytes: 1e9,
  ...changes,
});
const settings = (aggregate: string): Json => ({
  venue: { allow_short: true },
  portfolio: { mode: 'independent', aggregate },
});

function metricsOf(runner: TrialRunner, trial: number): Float64Array {
  const outcome = runner.run(trial);
  if (outcome.status === 'failed') throw new Error(outcome.message);
  return outcome.metrics;
}

function strategyFile(name: string, code: string): TrialSetup['strategy'] {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `import { z } from 'zod';\nexport default ${code};\n`);
  return { name, url: pathToFileURL(file).href };
}

describe('a trial over several markets on one account', () => {
  test('is the run of the engine over all of them', async () => {
    const runner = await createTrialRunner(setupOf([A, B]));
    const { record } = runner.replay(1);
    const markets = [attachMarket(A), attachMarket(B)];
    const params = dmaAtrTrend.params.parse({
      ...{ short_ma_window: 3, long_ma_window: 9, trend_ma_window: 0, sl_atr_multiplier: 2 },
    });
    const rules = toRunRules({ venue: { allow_short: true } }, markets[0]!);
    const { instrument, execution } = rules;
    const shared = new Weights();
    const traders = markets.map((market) => {
      const store = new ColumnStore(market, null, 1e9);
      const columns: Record<string, unknown> = {};
      for (const [name, request] of Object.entries(dmaAtrTrend.columns)) {
        const wanted = request(params);
        columns[name] = wanted ? store.get(wanted) : null;
      }
      const surroundings = {
        from: 0,
        to: market.length,
        instrument,
        execution,
        barsPerYear: 8760,
        account: rules.account,
        shared,
      };
      return { market, actor: dmaAtrTrend.create(params, columns as never, market, surroundings) };
    });
    const window = { from: 0, to: timelineOf(markets).length };
    const direct = new Engine().run({ traders, rules, window, recording: true });
    expect(record.journal).toEqual(direct.journal);
    expect(record.trades.count).toBe(direct.trades.count);
    expect(new Set(record.journal!.fills.map((fill) => fill.instrument))).toEqual(new Set([0, 1]));
    expect(metricsOf(runner, 1)).toEqual(runner.replay(1).metrics);
  });

  test('gives a symbol the parameters that are set for it alone, over those of the trial', async () => {
    const settingsOf = (perSymbol: Json): Json => ({
      venue: { allow_short: true },
      portfolio: { mode: 'independent', aggregate: 'mean', per_symbol: perSymbol },
    });
    const each = async (perSymbol: Json, params: Json = {}) => {
      const base = { short_ma_window: 3, long_ma_window: 9, trend_ma_window: 0, ...(params as object) };
      const runner = await createTrialRunner(setupOf([A, B], { settings: settingsOf(perSymbol), params: base }));
      return runner.replay(1).accounts!;
    };
    const [a, b] = await each({ B: { short_ma_window: 5 } });
    const [plainA] = await each({});
    const [, otherB] = await each({}, { short_ma_window: 5 });
    expect(a).toEqual(plainA);
    expect(b).toEqual(otherB);
    expect(b).not.toEqual((await each({}))[1]);
  });

  test('gives each instrument its own rules of the venue', async () => {
    const venue = { allow_short: true, lot_size: 1, instruments: { B: { lot_size: 7, allow_short: false } } };
    const runner = await createTrialRunner(setupOf([A, B], { settings: { venue } }));
    const { orders } = runner.replay(0).record.journal!;
    const filled = (instrument: number) => orders.filter((o) => o.instrument === instrument && o.filledQuantity > 0);
    expect(filled(0).some(({ filledQuantity }) => filledQuantity % 7 !== 0)).toBe(true);
    expect(filled(0).every(({ filledQuantity }) => filledQuantity % 1 === 0)).toBe(true);
    expect(filled(1).length).toBeGreaterThan(0);
    expect(filled(1).every(({ filledQuantity }) => filledQuantity % 7 === 0)).toBe(true);
    const shorted = orders.filter(({ role, side }) => role === 'entry' && side < 0).map(({ instrument }) => instrument);
    expect(new Set(shorted)).toEqual(new Set([0]));
  });

  test('makes what its instruments share once, before any of them, and tells each its part of the window', async () => {
    const strategy = strategyFile(
      'sharing',
      `{
        summary: '', params: z.strictObject({ sl_atr_multiplier: z.number().default(1) }), columns: {},
        counters: { made: '', bars: '' },
        share: (p, { markets, instruments }) => ({ symbols: markets.map((m) => m.symbol).join(), rules: instruments.length, made: [] }),
        create(p, columns, market, { shared, from, to }) {
          shared.made.push(market.symbol);
          if (shared.symbols !== 'A,B' || shared.rules !== 2) throw new Error('wrong surroundings');
          return { warmup: 0, onBar: () => undefined, counters: { made: shared.made.length, bars: to - from } };
        },
      }`,
    );
    const runner = await createTrialRunner(setupOf([A, B], { strategy, params: {}, metrics: ['made', 'bars'] }));
    for (const trial of [0, 1]) expect(Array.from(metricsOf(runner, trial))).toEqual([1 + 2, 500 + 450]);
  });

  test('fails with the moment at which the strategy threw', async () => {
    const strategy = strategyFile(
      'throwing',
      `{
        summary: '', params: z.strictObject({ sl_atr_multiplier: z.number().default(1) }), columns: {},
        create: (p, columns, market) => ({
          warmup: 0,
          onBar(i) { if (market.symbol === 'B' && i === 5) throw new Error('no'); },
        }),
      }`,
    );
    const together = await createTrialRunner(setupOf([A, B], { strategy, params: {} }));
    expect(together.run(0)).toMatchObject({
      message: 'the strategy threw at moment 105 of the common timeline, 2024-01-05T10:00:00.000Z: Error: no',
    });
    const apart = await createTrialRunner(setupOf([A, B], { strategy, params: {}, settings: settings('mean') }));
    expect(apart.run(0)).toMatchObject({
      status: 'failed',
      message: 'the strategy threw at bar 5 of B, 2024-01-05T10:00:00.000Z: Error: no',
    });
  });

  test('shares its columns market by market', async () => {
    const requests = [3, 9].map((window) => sma({ window }));
    const keys = [A, B].flatMap(({ digest }) => requests.map(({ key }) => columnKey(digest, key)));
    const columns = createSharedColumns(keys, 1e6);
    const shared = await createTrialRunner(setupOf([A, B], { columns }));
    const alone = await createTrialRunner(setupOf([A, B]));
    expect(metricsOf(shared, 0)).toEqual(metricsOf(alone, 0));
    expect(columnStatistics(columns)).toMatchObject({ computed: 4, bytes: 2 * 8 * (500 + 450) });
  });
});

describe('a trial over several markets with an account each', () => {
  const single = async (market: SharedMarket): Promise<Replay> =>
    (await createTrialRunner(setupOf([market]))).replay(0);

  test('has the mean, the median or the worst of what single runs have', async () => {
    const C = sharedMarket('C', 3, 480);
    const [a, b, c] = await Promise.all([single(A), single(B), single(C)]);
    for (const [kind, of] of [
      ['mean', (x: number, y: number, z: number) => (x + y + z) / 3],
      ['median', (x: number, y: number, z: number) => [x, y, z].sort((p, q) => p - q)[1]!],
      ['worst', Math.min],
    ] as const) {
      const runner = await createTrialRunner(setupOf([A, B, C], { settings: settings(kind) }));
      const expected = METRICS.map((name, k) => {
        const values = [a.metrics[k]!, b.metrics[k]!, c.metrics[k]!] as const;
        return kind === 'worst' && name === 'max_drawdown' ? Math.max(...values) : of(...values);
      });
      expect(Array.from(metricsOf(runner, 0))).toEqual(expected);
      expect(runner.replay(0).metrics).toEqual(metricsOf(runner, 0));
    }
  });

  test('is told as one: trades, orders and fills of all accounts on the common timeline, and the sum of what they hold', async () => {
    const [a, b] = await Promise.all([single(A), single(B)]);
    const { record, accounts } = (await createTrialRunner(setupOf([A, B], { settings: settings('mean') }))).replay(0);
    expect(accounts).toEqual([a.metrics, b.metrics]);
    expect(record.timeline.length).toBe(550);
    const journal = record.journal!;
    for (let frame = 0; frame < 550; frame++) {
      const ofA = a.record.journal!.equity[Math.min(frame, 499)]!;
      const ofB = frame < 100 ? 100_000 : b.record.journal!.equity[frame - 100]!;
      expect(journal.equity[frame]).toBe(ofA + ofB);
    }
    expect(record.finalEquity).toBe(a.record.finalEquity + b.record.finalEquity);
    expect(record.trades.count).toBe(a.record.trades.count + b.record.trades.count);
    const exits = Array.from(record.trades.exitBar.subarray(0, record.trades.count));
    expect(exits).toEqual(exits.toSorted((x, y) => x - y));
    expect(journal.orders.map(({ id }) => id)).toEqual(journal.orders.map((_, k) => k + 1));
    const orderOf = new Map(journal.orders.map((order) => [order.id, order]));
    for (const fill of journal.fills) {
      const order = orderOf.get(fill.orderId)!;
      expect([order.instrument, order.side, order.closedBar]).toEqual([fill.instrument, fill.side, fill.bar]);
    }
    const fillsOfB = journal.fills.filter((fill) => fill.instrument === 1).map(({ bar, price }) => [bar, price]);
    expect(fillsOfB).toEqual(b.record.journal!.fills.map(({ bar, price }) => [bar + 100, price]));
  });

  test('draws by the place of its symbol among all, so that equal bars under two names do not share their fate', async () => {
    const settings: Json = {
      venue: { allow_short: true },
      portfolio: { mode: 'independent', aggregate: 'mean' },
      execution: { latency_ms: { min: 0, max: 20 * A.intervalMs, step: A.intervalMs } },
    };
    const twin = sharedMarket('Z', 1, 500);
    const fillsOf = async (markets: readonly SharedMarket[]) => {
      const { fills } = (await createTrialRunner(setupOf(markets, { settings }))).replay(0).record.journal!;
      return [0, 1].map((k) => fills.filter((f) => f.instrument === k).map(({ bar, price }) => [bar, price]));
    };
    const [first, second] = await fillsOf([A, twin]);
    expect(second).not.toEqual(first);
    expect((await fillsOf([A]))[0]).toEqual(first);
    expect((await fillsOf([twin]))[0]).toEqual(first);
  });
});
