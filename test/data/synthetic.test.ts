import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { completeSpec } from '../../src/data/data-fields.js';
import { dataSpec, loadBars, type DataSpecInput } from '../../src/data/load.js';

const load = async (spec: DataSpecInput) =>
  loadBars(dataSpec.parse({ source: 'synthetic', ...spec }), { baseDir: '.' });

const logReturns = (close: Float64Array) => Array.from(close.slice(1), (c, i) => Math.log(c / close[i]!));
const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length;
function deviation(xs: readonly number[]): number {
  const m = mean(xs);
  return Math.sqrt(mean(xs.map((x) => (x - m) ** 2)));
}

test('equal settings give equal bars, another seed another market', async () => {
  const { digest } = (await load({ bars: 500, seed: 7 })).report;
  expect((await load({ bars: 500, seed: 7 })).report.digest).toBe(digest);
  expect((await load({ bars: 500, seed: 8 })).report.digest).not.toBe(digest);
});

test('the bars of a known seed never change', async () => {
  const { columns } = await load({ bars: 3, seed: 42, start: '2024-01-01', interval: '1h' });
  const rows = [0, 1, 2].map((i) => [
    columns.open[i],
    columns.high[i],
    columns.low[i],
    columns.close[i],
    columns.volume[i],
  ]);
  expect(rows).toEqual([
    [100, 100.36, 99.99, 100.05, 104.849],
    [100.05, 100.05, 99.52, 99.52, 163.52],
    [99.52, 99.52, 98.2, 98.2, 154.29],
  ]);
});

test('more bars prolong the same market', async () => {
  const short = (await load({ bars: 200 })).columns;
  const long = (await load({ bars: 400 })).columns;
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
    expect(long[name].slice(0, 200)).toEqual(short[name]);
});

test('prices are multiples of the tick and follow one another without a gap', async () => {
  const { columns, report } = await load({ bars: 5_000, tick: 0.05, interval: '15m' });
  expect(report).toMatchObject({ intervalMs: 900_000, gaps: { count: 0 }, rows: 5_000 });
  for (let i = 1; i < 5_000; i++) {
    expect(columns.open[i]).toBe(columns.close[i - 1]);
    expect(Math.abs(columns.close[i]! / 0.05 - Math.round(columns.close[i]! / 0.05))).toBeLessThan(1e-6);
  }
});

test('the yearly volatility is about the one that is asked for', async () => {
  const { columns } = await load({ bars: 100_000, interval: '1h', volatility: 0.5, tick: 0.000001 });
  const yearly = deviation(logReturns(columns.close)) * Math.sqrt(365 * 24);
  expect(yearly).toBeGreaterThan(0.4);
  expect(yearly).toBeLessThan(0.6);
});

test('large moves follow large moves, and do not when clustering is off', async () => {
  const correlation = (xs: readonly number[]) => {
    const m = mean(xs);
    const lagged = xs.slice(1).map((x, i) => (x - m) * (xs[i]! - m));
    return mean(lagged) / mean(xs.map((x) => (x - m) ** 2));
  };
  const of = async (clustering: number) => {
    const { columns } = await load({ bars: 50_000, clustering, seasonality: 0, tick: 0.000001, seed: 3 });
    return correlation(logReturns(columns.close).map((r) => r * r));
  };
  expect(await of(0.95)).toBeGreaterThan(0.03);
  expect(Math.abs(await of(0))).toBeLessThan(0.02);
});

test('volatility and volume have a rhythm of the day', async () => {
  const { columns } = await load({ bars: 60 * 24 * 30, seasonality: 0.8, clustering: 0, tick: 0.000001 });
  const at = (hour: number, f: (i: number) => number) => {
    const hits = Array.from(columns.time, (t, i) => [new Date(t).getUTCHours(), i] as const).filter(
      ([h]) => h === hour,
    );
    return mean(hits.map(([, i]) => f(i)));
  };
  const range = (i: number) => (columns.high[i]! - columns.low[i]!) / columns.open[i]!;
  expect(at(3, range)).toBeGreaterThan(3 * at(9, range));
  expect(at(3, (i) => columns.volume[i]!)).toBeGreaterThan(3 * at(9, (i) => columns.volume[i]!));
});

test('sessions lie on weekdays, 390 minutes from 14:30 UTC, and a day is the same however many there are', async () => {
  const spec = { bars: 800, seed: 3, symbol: 'EQ', start: '2024-11-08', sessions: {} };
  const { time, open, close } = (await load(spec)).columns;
  const iso = (i: number) => new Date(time[i]!).toISOString().slice(0, 16);
  expect([iso(0), iso(389), iso(390), iso(780)]).toEqual([
    '2024-11-08T14:30',
    '2024-11-08T20:59',
    '2024-11-11T14:30',
    '2024-11-12T14:30',
  ]);
  expect(open[0]).toBe(close[0]);
  expect(Array.from(open.slice(1, 390))).toEqual(Array.from(close.slice(0, 389)));
  const short = (await load({ ...spec, bars: 400 })).columns;
  expect(short.close).toEqual(close.slice(0, 400));
  const other = (await load({ ...spec, symbol: 'OTHER' })).columns;
  expect(other.close).not.toEqual(close);
});

test('a session is drawn as returns, ranges, volumes of one stream, and a reverting one is pulled back by its plain path', async () => {
  const spec = { bars: 390, seed: 9, symbol: 'EQ', start: '2024-11-08', initial_price: 200, tick: 0.000001 };
  const { columns } = await load({ ...spec, sessions: { regime: 'mean_revert', volatility_mult: 2 } });
  const stream = seedrandom('9|EQ|2024-11-08');
  const normals = Array.from({ length: 3 * 195 }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - stream()));
    const angle = 2 * Math.PI * stream();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }).flat();
  const sumsOf = (values: readonly number[]) => values.map((_, k) => values.slice(0, k + 1).reduce((a, b) => a + b, 0));
  const plain = normals.slice(0, 390).map((z) => 0.003 * z);
  const prices = sumsOf(plain).map((sum) => 200 * Math.exp(sum));
  const closes = sumsOf(plain.map((r, k) => r - (0.002 * (prices[k]! - 200)) / 200)).map((sum) => 200 * Math.exp(sum));
  for (const k of [0, 1, 17, 200, 389]) {
    const open = closes[k === 0 ? 0 : k - 1]!;
    const range = Math.abs(0.002 + (0.002 / 3) * normals[390 + k]!);
    const t = k / 389;
    const volume = Math.exp(Math.log(10_000) + 0.4 * normals[780 + k]!) * (1 + 0.5 * (t ** 2 + (1 - t) ** 2));
    expect([columns.open[k], columns.close[k]]).toEqual([expect.closeTo(open, 5), expect.closeTo(closes[k]!, 5)]);
    expect(columns.high[k]).toBeCloseTo(Math.max(open, closes[k]!) * (1 + range / 2), 5);
    expect(columns.low[k]).toBeCloseTo(Math.min(open, closes[k]!) * (1 - range / 2), 5);
    expect(columns.volume[k]).toBe(Math.round(volume));
  }
});

test.each([
  ['regime', { regime: 'trend_down' }],
  ['regime', { regime: 'choppy' }],
  ['volume_profile', { volume_profile: 'flat' }],
  ['volume_profile', { volume_profile: 'morning_spike' }],
  ['volatility_mult', { volatility_mult: 2 }],
] as const)('%s of sessions changes the bars: %o', async (_, sessions) => {
  const digest = async (settings: object) => (await load({ bars: 390, sessions: settings })).report.digest;
  expect(await digest(sessions)).not.toBe(await digest({}));
});

test('sessions are refused for files and longer bars', () => {
  const issue = (spec: object) => dataSpec.safeParse(spec).error?.issues[0]?.message;
  expect(issue({ path: 'a.csv', sessions: {} })).toBe('sessions are made by source: synthetic, in bars of 1m');
  expect(issue({ source: 'synthetic', interval: '5m', sessions: {} })).toContain('bars of 1m');
});

test('a complete section of synthetic bars names every setting; one of files adds nothing to what is written', () => {
  expect(completeSpec(dataSpec.parse({ source: 'synthetic', bars: 5 }))).toEqual({
    source: 'synthetic',
    interval: '1m',
    bars: 5,
    seed: 1,
    start: '2024-01-01',
    initial_price: 100,
    volatility: 0.6,
    drift: 0,
    clustering: 0.95,
    seasonality: 0.4,
    tick: 0.01,
  });
  expect(completeSpec(dataSpec.parse({ path: 'a.csv' }))).toEqual({ path: 'a.csv' });
});

test('settings of the walk have no part in sessions', () => {
  const message = (spec: object) => dataSpec.safeParse({ source: 'synthetic', ...spec }).error?.issues[0]?.message;
  expect(message({ sessions: {}, drift: 1 })).toBe('drift has no effect on synthetic sessions; leave it out');
  expect(completeSpec(dataSpec.parse({ source: 'synthetic', sessions: {} }))).not.toHaveProperty('drift');
});

test('a seed and the way files are read also belong to funding', () => {
  const accepts = (spec: object) => dataSpec.safeParse(spec).success;
  expect(accepts({ symbol: 'BTC', seed: 3, funding: 'synthetic' })).toBe(true);
  expect(accepts({ symbol: 'BTC', timezone: 'UTC', funding: 'rates.csv' })).toBe(true);
  expect(accepts({ symbol: 'BTC', seed: 3, funding: 'rates.csv' })).toBe(false);
  expect(accepts({ symbol: 'BTC', timezone: 'UTC', funding: 'synthetic' })).toBe(false);
});
