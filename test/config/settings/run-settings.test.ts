import { describe, expect, test } from 'vitest';
import { GRID_SCORE } from '../../_support/grid-score.js';
import { barsPerYear, runSettings, toRunRules } from '../../../src/config/settings/run-settings.js';

const DAY = 86_400_000;
const rules = (settings: unknown, intervalMs = DAY) => toRunRules(settings, { intervalMs });

test('nothing given is the documented run: 100000 in cash, 0.1 % fee, 0.05 % slippage, adaptive path, no shorts', () => {
  expect(rules({})).toEqual({
    account: { initialCash: 100_000, kind: 'cash', leverage: 1, maintenanceRate: 0 },
    instrument: {
      positionMode: 'netting',
      allowShort: false,
      multiplier: 1,
      tick: null,
      lot: null,
      minQuantity: null,
      maxQuantity: null,
      minNotional: null,
      maxNotional: null,
      priceBand: { low: null, high: null },
      isListed: true,
      isTrading: true,
    },
    execution: {
      fees: { maker: 0.001, taker: 0.001, fixed: 0, perUnit: 0 },
      slippage: 0.0005,
      slippagePrice: 0,
      slippageOnTick: true,
      funding: true,
      fillModel: { type: 'naive', makerProbability: 0.9, takerProbability: 1 },
      impact: null,
      targetSlippage: true,
      path: 'adaptive',
      limitGap: 'open',
      sameBarExits: false,
      flattenAtEnd: true,
      flattenAtSessionEnd: false,
      latency: { min: 0, max: 0, step: 1 },
      participation: { bps: null, volume: 'current' },
      limitTouch: true,
      stopGap: 'open',
    },
    risk: { maxDrawdown: Infinity, maxDailyLoss: Infinity, stopOnLiquidation: false, breaker: null },
    seed: 42,
    mode: 'sleep',
    returns: { every: 'day', kind: 'simple' },
    periodsPerYear: 365,
    riskFreeRate: 0,
    gridScore: GRID_SCORE,
  });
});

test('parsing settled settings again changes nothing', () => {
  const once = runSettings.parse({
    execution: { fees: { maker: 0.0002, taker: 0.0004 }, fixed_fees: 1 },
    venue: { tick_size: 0.01 },
  });
  expect(runSettings.parse(once)).toEqual(once);
});

describe('fees', () => {
  test('one number is both rates', () => {
    expect(rules({ execution: { fees: 0.002 } }).execution.fees).toEqual({
      maker: 0.002,
      taker: 0.002,
      fixed: 0,
      perUnit: 0,
    });
  });

  test('maker, taker and the fixed part can differ', () => {
    expect(rules({ execution: { fees: { maker: 0, taker: 0.0004, fixed: 2 } } }).execution.fees).toEqual({
      maker: 0,
      taker: 0.0004,
      fixed: 2,
      perUnit: 0,
    });
    expect(rules({ execution: { fees: 0.001, fixed_fees: 3 } }).execution.fees.fixed).toBe(3);
  });

  test('the fixed part is not given twice', () => {
    expect(() => rules({ execution: { fees: { fixed: 2 }, fixed_fees: 3 } })).toThrow('given twice');
  });
});

describe('periods a year', () => {
  test('follow the calendar unless they are given', () => {
    expect(rules({ venue: { calendar: 'sessions' } }).periodsPerYear).toBe(252);
    expect(rules({ venue: { calendar: 'sessions', periods_per_year: 250 } }).periodsPerYear).toBe(250);
  });

  test('are bars a year when each bar is a return', () => {
    expect(rules({ metrics: { returns: 'bar' } }, 3_600_000).periodsPerYear).toBe(8760);
    expect(rules({ metrics: { returns: 'bar' }, venue: { calendar: 'sessions' } }, 60_000).periodsPerYear).toBe(
      252 * 390,
    );
    expect(rules({ metrics: { returns: 'bar' }, venue: { calendar: 'sessions' } }, DAY).periodsPerYear).toBe(252);
  });

  test('bars a year do not depend on the choice of returns', () => {
    expect(barsPerYear(runSettings.parse({}).venue, 60_000)).toBe(525_600);
  });
});

test('costs of a future are a fee a contract, slippage in points and a point value', () => {
  const { execution, instrument } = rules({
    execution: { fee_per_unit: 0.5, slippage_price: 0.25, flatten_at_session_end: true },
    venue: { multiplier: 2 },
  });
  expect([execution.fees.perUnit, execution.slippagePrice, execution.flattenAtSessionEnd]).toEqual([0.5, 0.25, true]);
  expect(instrument.multiplier).toBe(2);
});

test('steps are read from their decimal text', () => {
  expect(rules({ venue: { tick_size: 0.25, lot_size: 1e-7 } }).instrument).toMatchObject({
    tick: { m: 25, scale: 100 },
    lot: { m: 1, scale: 1e7 },
  });
});

test.each([
  { account: { initial_cash: 0 } },
  { account: { leverage: -1 } },
  { execution: { slippage: 0.06 } },
  { execution: { fees: 0.06 } },
  { execution: { fees: { maker: -0.001 } } },
  { execution: { latency_ms: -1 } },
  { execution: { path: 'best' } },
  { execution: { slipage: 0 } },
  { venue: { min_quantity: 2, max_quantity: 1 } },
  { metrics: { returns: 'week' } },
  { accounts: {} },
])('%j is refused', (settings) => {
  expect(runSettings.safeParse(settings).success).toBe(false);
});

test('every field says what it means', () => {
  const describedOf = (shape: Record<string, { description?: string | undefined }>): (string | undefined)[] =>
    Object.values(shape).map((field) => field.description);
  const { account, execution, venue, metrics } = runSettings.shape;
  for (const section of [account, execution, venue, metrics]) {
    for (const text of describedOf(section.unwrap().shape)) expect(text).toMatch(/\w{3}/);
  }
});

test('sessions need the calendar of that name and decide the bars a year', () => {
  const session = { open: '09:30', close: '13:00', timezone: 'America/New_York' };
  const parse = (venue: object) => runSettings.safeParse({ venue });
  expect(parse({ session }).error?.issues[0]?.message).toContain('set calendar: sessions');
  expect(parse({ calendar: 'sessions', session, session_minutes: 390 }).error?.issues[0]?.message).toContain('differs');
  const { venue } = runSettings.parse({ venue: { calendar: 'sessions', session } });
  expect(barsPerYear(venue, 60_000)).toBe(252 * 210);
});

describe('samples of the equity', () => {
  const bar = (metrics: object, intervalMs = DAY / 24) =>
    rules({ metrics: { returns: 'bar', ...metrics } }, intervalMs);

  test('are UTC-day closes, every bar, or intervals of their own, which the annualisation follows', () => {
    expect(bar({})).toMatchObject({ returns: { every: null, kind: 'simple' }, periodsPerYear: 365 * 24 });
    expect(bar({ interval: '4h', returns_kind: 'log' })).toMatchObject({
      returns: { every: DAY / 6, kind: 'log' },
      periodsPerYear: 365 * 6,
    });
  });

  test.each([{ interval: '4h' }, { returns_kind: 'log' }, { interval: 'often', returns: 'bar' }])(
    'are not set by what has no effect: %j',
    (metrics) => {
      expect(runSettings.safeParse({ metrics }).success).toBe(false);
    },
  );
});

test('periods_per_year of the metrics annualises, whatever the calendar of the venue', () => {
  const metrics = { periods_per_year: 252 };
  expect(toRunRules({ metrics }, { intervalMs: 60_000 }).periodsPerYear).toBe(252);
  expect(toRunRules({ metrics: { ...metrics, returns: 'bar' } }, { intervalMs: 60_000 }).periodsPerYear).toBe(252);
});

test.each([
  ['metrics', { hedge_grid_score: { weights: { sharpe_ratio: 0.5 } } }, 'add up to 1 (0.95 to 1.05)'],
  ['metrics', { hedge_grid_score: { weights: { profit_factor: 0.2 } } }, 'add up to 1 (0.95 to 1.05)'],
  ['metrics', { hedge_grid_score: { bounds: { max_drawdown: [0.5, 0] } } }, 'bounds are [least, greatest]'],
  ['risk', { circuit_breaker_window_seconds: 60 }, 'has no effect without circuit_breaker_failures'],
  ['risk', { circuit_breaker_cooldown_seconds: 60 }, 'has no effect without circuit_breaker_failures'],
])('%s: %j is refused: %s', (section, value, rule) => {
  expect(runSettings.safeParse({ [section]: value }).error?.issues[0]?.message).toContain(rule);
});

test('the weights of a score may miss 1 by a twentieth', () => {
  const weights = { sharpe_ratio: 0.35, profit_factor: 0.35, calmar_ratio: 0.35 };
  expect(runSettings.safeParse({ metrics: { hedge_grid_score: { weights } } }).success).toBe(true);
});
