import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dataSpec, loadMarket, type DataSpecInput } from '../../src/data/load.js';
import { fundingColumns } from '../../src/data/funding-columns.js';
import { attachMarket, digestMarket } from '../../src/data/shared/shared.js';

const directory = mkdtempSync(join(tmpdir(), 'hgopt-funding-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const write = (name: string, rows: readonly string[]): string => {
  writeFileSync(join(directory, name), `${rows.join('\n')}\n`);
  return name;
};
const bars = write('bars.csv', [
  'time,open,high,low,close,volume',
  ...[0, 1, 2, 5, 6].map((n) => `${START + n * MINUTE},100,101,99,100,1`),
]);
const load = async (spec: DataSpecInput) => {
  const { market } = await loadMarket(dataSpec.parse({ path: bars, interval: '1m', ...spec }), { baseDir: directory });
  return { shared: market, ...attachMarket(market) };
};

test('stamps are floored to the minute, and equal rows of one minute are one settlement', async () => {
  const funding = write('rates.csv', [
    'calc_time,funding_interval_hours,last_funding_rate',
    `${START + MINUTE + 13},8,0.0001`,
    `${START + MINUTE + 900},8,0.0001`,
    `${START + 3 * MINUTE},8,-0.0002`,
  ]);
  const market = await load({ funding });
  expect([...market.funding!.time]).toEqual([START + MINUTE, START + 3 * MINUTE]);
  expect([...market.funding!.rate]).toEqual([0.0001, -0.0002]);
  expect([...market.funding!.bar]).toEqual([1, 3]);
  expect([...market.funding!.mark]).toEqual([NaN, NaN]);
});

test('mark prices stand beside the settlements of their minute', async () => {
  const funding = write('api.csv', ['fundingTime,fundingRate', `${START},0.0001`, `${START + MINUTE},0.0003`]);
  const mark = write('mark.csv', ['open_time,open,high,low,close', `${START + MINUTE},100.5,101,100,100`]);
  const market = await load({ funding, mark });
  expect([...market.funding!.mark]).toEqual([NaN, 100.5]);
});

test('funding is part of the identity of the data', async () => {
  const one = await load({ funding: write('one.csv', ['time,rate', `${START},0.0001`]) });
  const two = await load({ funding: write('two.csv', ['time,rate', `${START},0.0002`]) });
  const none = await load({});
  expect(new Set([one.digest, two.digest, none.digest]).size).toBe(3);
  expect(digestMarket(one.shared)).toBe(one.digest);
});

describe('refused', () => {
  test.each([
    ['two rates of one minute', ['time,rate', `${START},0.0001`, `${START + 5},0.0002`], 'HG-DATA-063'],
    ['prices in the place of rates', ['open_time,open', `${START},43000`], 'HG-DATA-061'],
    ['a row without a rate', ['time,rate', `${START},abc`], 'HG-DATA-062'],
    ['unknown columns', ['moment,share', `${START},0.0001`], 'HG-DATA-060'],
  ])('%s', async (_, rows, code) => {
    await expect(load({ funding: write('bad.csv', rows) })).rejects.toMatchObject({ findings: [{ code }] });
  });
});

test('a settlement before the first bar is paid in none, one after the last bar in the bar that would follow', () => {
  const time = Float64Array.of(START, START + MINUTE);
  const series = { time: [START - 1, START, START + 10 * MINUTE], rate: [1, 1, 1] };
  expect([...fundingColumns({ time, intervalMs: MINUTE }, series).bar]).toEqual([-1, 0, 2]);
});
