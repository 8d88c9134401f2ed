import { describe, expect, test } from 'vitest';
import { dataSpec, loadBars, type DataSpecInput } from '../../src/data/load.js';
import { HAS_SHARED_DATA, SHARED_DATA, refusal, type Loaded } from './_support.js';

const load = (path: string | string[], spec: DataSpecInput = {}) =>
  loadBars(dataSpec.parse({ path, ...spec }), { baseDir: SHARED_DATA });

const NY = { timezone: 'America/New_York' } as const;
const UTC = { timezone: 'UTC' } as const;
const ENDS = { ...NY, sort: true, stamp: 'close' } as const;
const lean = (date: string) => ({ ...NY, date, price_scale: 10_000 });

/** Bars that both tables have at one time, and in how many of them a value differs. */
function compare(a: Loaded, b: Loaded): { common: number; prices: number; volumes: number } {
  const at = new Map(Array.from(b.columns.time, (t, i) => [t, i]));
  let [common, prices, volumes] = [0, 0, 0];
  a.columns.time.forEach((t, i) => {
    const k = at.get(t);
    if (k === undefined) return;
    common++;
    if ((['open', 'high', 'low', 'close'] as const).some((name) => a.columns[name][i] !== b.columns[name][k])) prices++;
    // Sums of decimals differ in the last bits from the decimal of the sum.
    if (Math.abs(a.columns.volume[i]! / b.columns.volume[k]! - 1) > 1e-9) volumes++;
  });
  return { common, prices, volumes };
}

// Real market data lies beside the checkout on some machines only; without it these tests are skipped.
describe.skipIf(!HAS_SHARED_DATA)('real market data', () => {
  describe('is read as it is', () => {
    const cases: [string, DataSpecInput, rows: number, gaps: number, missing: number][] = [
      ['binance-us/BTCUSDT_1m_20230301_20230321.csv.gz', {}, 30_240, 0, 0],
      ['binance-vision/ADABTC-1m-2021-11-27.csv', {}, 10, 0, 0],
      ['binance-vision/ALGOUSDT-1m-2024-02.csv.gz', {}, 41_760, 0, 0],
      ['binance-vision/BTCUSDT-1h-2023-03.csv', {}, 743, 1, 1],
      ['binance-vision/BTCUSDT-1h-futures.csv.gz', {}, 13_848, 0, 0],
      ['bybit/DOGEUSDT_1m.csv.gz', {}, 43_200, 0, 0],
      ['daily/2006-min-005.txt', UTC, 2_142, 20, 6_024],
      ['daily/AAPL.csv.gz', UTC, 754, 27, 28],
      ['daily/EURUSD.csv', UTC, 5_000, 42, 2_063],
      ['daily/GOOG.csv', UTC, 2_148, 77, 79],
      ['daily/orcl-1995-2014.txt', UTC, 5_036, 176, 181],
      ['dirty/BTCUSDC_1m_20230301_20230321.csv.gz', {}, 56_717, 26_746, 72_883],
      ['dirty/BTCUSDT_1m_close-datetime-only.csv.gz', {}, 41_761, 0, 0],
      ['dirty/BTCUSDT_1m_mixed-columns.csv.gz', {}, 16_610, 0, 0],
      ['dirty/SPY_1min_sparse_2022-2024.parquet', UTC, 30_000, 79, 1_306_369],
      ['freqtrade-2025-05/ETH_USDT_USDT-1m-futures.feather', {}, 60_191, 0, 0],
      ['freqtrade-hourly/BTC_USDT-1h.feather', {}, 73_265, 27, 122],
      ['freqtrade-json-2019-2022/BTC_USDT-1h-futures.json.gz', {}, 25_273, 0, 0],
      ['freqtrade-spot-2023-04/ETH_USDT-1m.json.gz', {}, 66_087, 1, 80],
      ['freqtrade-upstream/UNITTEST_BTC-1m.json.gz', {}, 13_681, 538, 717],
      ['lean-cryptofuture/btcusd_20221213_trade.zip', { ...UTC, date: '2022-12-13' }, 1_439, 1, 1],
      ['lean-daily/qqq.zip', { ...UTC, price_scale: 10_000 }, 3_964, 144, 1_792],
      ['lean-minute-spy/20131004_trade.zip', lean('2013-10-04'), 711, 88, 243],
      ['lean-minute-spy/20230803_trade.zip', lean('2023-08-03'), 947, 11, 13],
      ['nautilus/6EH4.XCME_1min_bars_20240101_20240131.csv.gz', UTC, 29_996, 375, 13_263],
      ['nautilus/gbpusd-m1-bid-2012.csv.gz', { columns: { volume: null } }, 30_117, 111, 11_644],
      ['silertrades/BTCUSDT_4h.csv', {}, 4_500, 0, 0],
      ['us-equity-1m/SPY_1min.csv.gz', NY, 49_885, 200, 216_905],
      ['us-equity-1m/COIN_1min.csv.gz', NY, 44_057, 3_906, 222_733],
      ['us-equity-1m/AAPL_1min_2019-02_descending.csv', ENDS, 1_948, 6, 4_202],
    ];
    test.each(cases)('%s', async (path, spec, rows, gaps, missing) => {
      const { report } = await load(path, spec);
      expect(report).toMatchObject({ rows, duplicates: 0, repairs: {}, gaps: { count: gaps, missing } });
    });
  });

  describe('is refused', () => {
    const cases: [string, code: string, rule: string][] = [
      ['binance-vision/BTCUSDT-aggTrades-2026-01-01.csv', 'HG-DATA-010', 'looks like trades'],
      ['binance-vision/BTCUSDT-funding.csv', 'HG-DATA-010', 'looks like funding rates'],
      ['daily/BTCUSD.csv', 'HG-DATA-021', 'without a zone'],
      ['dirty/2006-01-02-volume-min-001.txt.gz', 'HG-DATA-013', '7, not 8'],
      ['dirty/ETHUSDT_aggTrades_SYNTHETIC.csv', 'HG-DATA-010', 'looks like trades'],
      ['dirty/SPY_1min_sparse_2022-2024.parquet', 'HG-DATA-021', 'without a zone'],
      ['freqtrade-2025-05/BTC_USDT_USDT-8h-funding_rate.feather', 'HG-DATA-010', 'funding rates'],
      ['freqtrade-2025-05/BTC_USDT_USDT-8h-mark.csv', 'HG-DATA-010', 'mark prices'],
      ['freqtrade-json-2019-2022/BTC_USDT-8h-mark.json', 'HG-DATA-010', 'mark prices'],
      ['freqtrade-upstream/public_trades_list.csv', 'HG-DATA-010', 'looks like trades'],
      ['funding/btc_funding.csv', 'HG-DATA-010', 'looks like funding rates'],
      ['lean-cryptofuture/btcusd_20221213_quote.zip', 'HG-DATA-010', 'looks like quotes'],
      ['lean-cryptofuture/btcusd_20221213_trade.zip', 'HG-DATA-024', 'between 2000 and 2100'],
      ['nautilus/btcusdt-trades.parquet', 'HG-DATA-010', 'looks like trades'],
      ['nautilus/gbpusd-m1-bid-2012.csv.gz', 'HG-DATA-012', 'no volume column'],
      ['nautilus/usdjpy-ticks.csv', 'HG-DATA-010', 'looks like quotes'],
      ['us-equity-1m/SPY_1min.csv.gz', 'HG-DATA-021', 'without a zone'],
    ];
    test.each(cases)('%s', async (path, code, rule) => {
      const [finding] = await refusal(load(path));
      expect(finding).toMatchObject({
        code,
        rule: expect.stringContaining(rule),
        place: expect.stringContaining(path),
      });
    });

    test('as unsorted when the rows run backwards', async () => {
      expect(await refusal(load('us-equity-1m/SPY_1min_2019-02_descending.csv', NY))).toMatchObject([
        {
          code: 'HG-DATA-040',
          place: expect.stringContaining('row 3'),
          rule: expect.stringContaining('from new to old'),
        },
      ]);
    });

    test('as monthly when its bars are months', async () => {
      expect(await refusal(load('daily/BTCUSD.csv', UTC))).toMatchObject([{ code: 'HG-DATA-046' }]);
    });
  });

  test('a header that is one name short is passed over by positions', async () => {
    const columns = { date: 0, clock: 1, open: 2, high: 3, low: 4, close: 5, volume: 6 };
    const { report } = await load('dirty/2006-01-02-volume-min-001.txt.gz', { ...UTC, columns });
    expect(report).toMatchObject({ rows: 30_889, intervalMs: 60_000, gaps: { count: 765, missing: 50_531 } });
  });

  test('a file that mixes two feeds of volume is read with a notice', async () => {
    const { report } = await load('us-equity-1m/SPY_1min.csv.gz', NY);
    expect(report.notices).toEqual([expect.stringContaining('as if two feeds were mixed: 2026-01-22')]);
    expect((await load('binance-vision/FILUSDT-1m-2023-08.csv.gz')).report.notices).toEqual([]);
  });

  test('sessions of New York open at 14:30 UTC in winter and at 13:30 UTC in summer', async () => {
    const { columns } = await load('us-equity-1m/SPY_1min.csv.gz', NY);
    const opens = (day: string) => columns.time.includes(Date.parse(`${day}Z`));
    expect(opens('2025-10-31T13:30')).toBe(true);
    expect(opens('2025-11-03T13:30')).toBe(false);
    expect(opens('2025-11-03T14:30')).toBe(true);
    expect(opens('2026-03-09T13:30')).toBe(true);
  });

  describe('agrees with a second source', () => {
    const may = 'freqtrade-2025-05/BTC_USDT_USDT-1m-futures.feather';
    const june = 'freqtrade-2025-06/BTC_USDT_USDT-1m-futures.feather';
    const hourly = 'freqtrade-hourly/BTC_USDT_USDT-1h-futures.feather';
    const fiveMinutes = 'freqtrade-5m-futures/BTC_USDT_USDT-5m-futures.feather';

    test('the same bars as CSV and as Feather have one digest', async () => {
      for (const path of [may, june, hourly, fiveMinutes]) {
        expect((await load(path.replace('.feather', '.csv.gz'))).report.digest).toBe((await load(path)).report.digest);
      }
    });

    test('two downloads that overlap are identical, and join to one series without a gap', async () => {
      expect(compare(await load(may), await load(june))).toEqual({ common: 13_259, prices: 0, volumes: 0 });
      const eth = (folder: string) => load(`${folder}/ETH_USDT_USDT-1m-futures.feather`);
      expect(compare(await eth('freqtrade-2025-05'), await eth('freqtrade-2025-06'))).toEqual({
        common: 30_251,
        prices: 0,
        volumes: 0,
      });
      expect((await load([june, may])).report).toMatchObject({ rows: 73_139, duplicates: 13_259, gaps: { count: 0 } });
    });

    test('minutes summed up to hours equal the hours of another file', async () => {
      expect(compare(await load(may, { resample: '1h' }), await load(hourly))).toEqual({
        common: 719,
        prices: 0,
        volumes: 0,
      });
    });

    test('five minutes summed up to hours equal the hours of another file', async () => {
      const { common, prices, volumes } = compare(await load(fiveMinutes, { resample: '1h' }), await load(hourly));
      expect({ common, prices, volumes: volumes <= 1 }).toEqual({ common: 11_991, prices: 0, volumes: true });
    });

    test('the archive and the API differ in the one bar that was corrected, and in one more volume', async () => {
      const { common, prices, volumes } = compare(
        await load('binance-vision/BTCUSDT-1h-futures.csv.gz'),
        await load(hourly),
      );
      expect({ common, prices, volumes }).toEqual({ common: 12_032, prices: 1, volumes: 2 });
    });

    test('the JSON of 2019 to 2022 equals the Feather of 2026', async () => {
      const json = await load('freqtrade-json-2019-2022/BTC_USDT-1h-futures.json.gz');
      expect(compare(json, await load(hourly))).toEqual({ common: 25_273, prices: 0, volumes: 0 });
    });

    test('spot minutes of two repositories are identical, and an archive file equals the API', async () => {
      const a = await load('freqtrade-spot-2023-04/BTC_USDT-1m.json.gz');
      const b = await load('freqtrade-spot-2023-04/BTC_USDT-1m.second-source.json.gz');
      expect(compare(a, b)).toEqual({ common: 38_245, prices: 0, volumes: 0 });
      const spot = await load('freqtrade-hourly/BTC_USDT-1h.feather');
      expect(compare(await load('binance-vision/BTCUSDT-1h-2023-03.csv'), spot)).toEqual({
        common: 743,
        prices: 0,
        volumes: 0,
      });
    });
  });
});
