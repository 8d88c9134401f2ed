import { parquetReadObjects, parquetMetadata } from 'hyparquet';
import { expect, test } from 'vitest';
import { parquetBytes } from '../../src/report/parquet.js';

const ROWS = [
  ['entry_time', 'exit_time', 'symbol', 'side', 'pnl', 'exposure_time', 'partials'],
  ['2024-03-10T06:59:00.000Z', '', 'BTC', 'LONG', 0.1 + 0.2, 0.5, ''],
  ['2024-03-10T07:00:00.001Z', '2024-03-11T00:00:00.000Z', 'ÄTH, "x"', 'SHORT', NaN, 1, 'a; b'],
];
const bufferOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer;

test('a table comes back from Parquet with times, words, numbers to the bit, and null for no value', async () => {
  const file = bufferOf(parquetBytes(ROWS));
  expect(await parquetReadObjects({ file })).toEqual([
    {
      ...{ entry_time: new Date('2024-03-10T06:59:00.000Z'), exit_time: null, symbol: 'BTC', side: 'LONG' },
      ...{ pnl: 0.30000000000000004, exposure_time: 0.5, partials: '' },
    },
    {
      ...{ entry_time: new Date('2024-03-10T07:00:00.001Z'), exit_time: new Date('2024-03-11T00:00:00.000Z') },
      ...{ symbol: 'ÄTH, "x"', side: 'SHORT', pnl: null, exposure_time: 1, partials: 'a; b' },
    },
  ]);
});

test('the same table gives the same bytes, and one without rows keeps its columns', () => {
  expect(parquetBytes(ROWS)).toEqual(parquetBytes(ROWS));
  const { schema, num_rows: rows } = parquetMetadata(bufferOf(parquetBytes(ROWS.slice(0, 1))));
  expect(Number(rows)).toBe(0);
  expect(schema.slice(1).map(({ name }) => name)).toEqual(ROWS[0]);
});
