import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/base/errors.js';
import { decodeInThread } from '../../src/data/decode/in-thread.js';
import { loaderIn, refusal, START, temporaryFolder } from './_support.js';

const load = loaderIn(temporaryFolder());
const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));
const MINUTE = 60_000;

/** What the fixtures hold; they were written by pyarrow 21. */
const N = 40;
const column = (f: (i: number) => number) => Array.from({ length: N }, (_, i) => f(i));
const open = column((i) => 100 + 0.25 * ((i * 7) % 13));
const close = column((i) => 100 + 0.25 * ((i * 5 + 3) % 13));
const expected = {
  time: column((i) => START + i * MINUTE),
  open,
  high: open.map((o, i) => Math.max(o, close[i]!) + 0.5),
  low: open.map((o, i) => Math.min(o, close[i]!) - 0.5),
  close,
  volume: column((i) => 1 + 0.125 * (i % 9)),
};

describe('a file of another library is read to the bit', () => {
  test.each([
    'bars-ns-lz4.feather',
    'bars-ns-zstd.feather',
    'bars-ns-uncompressed.feather',
    'bars-s.feather',
    'bars-ms.arrows',
    'bars-us-snappy.parquet',
    'bars-us-zstd.parquet',
    'bars-us-gzip.parquet',
    'bars-us-none.parquet',
  ])('%s', async (name) => {
    const { columns, report } = await load(name, fixture(name));
    for (const [key, values] of Object.entries(expected))
      expect([...columns[key as keyof typeof columns]], key).toEqual(values);
    expect(report).toMatchObject({ intervalMs: MINUTE, rows: N });
  });

  test.each(['bars-us-no-zone.feather', 'bars-ns-no-zone.parquet'])('%s needs a zone for its stamps', async (name) => {
    expect(await refusal(load(name, fixture(name)))).toMatchObject([{ code: 'HG-DATA-021' }]);
    const { columns } = await load(name, fixture(name), { timezone: 'America/New_York' });
    expect(columns.time[0]).toBe(START + 5 * 60 * MINUTE);
  });

  test('dates count as local days', async () => {
    const bytes = fixture('bars-date.parquet');
    expect(await refusal(load('d.parquet', bytes))).toMatchObject([{ code: 'HG-DATA-021' }]);
    expect((await load('d.parquet', bytes, { timezone: 'UTC' })).report).toMatchObject({
      intervalMs: 86_400_000,
      first: START,
    });
  });

  test('a null is a missing value, not a zero', async () => {
    expect(await refusal(load('n.feather', fixture('bars-null.feather')))).toMatchObject([
      { code: 'HG-DATA-030', value: 'close=null', place: 'n.feather row 18 (2024-01-01T00:17:00.000Z)' },
    ]);
  });
});

describe('a file that is cut short anywhere is refused', () => {
  test.each(['bars-ns-lz4.feather', 'bars-ms.arrows', 'bars-us-snappy.parquet'])('%s', async (name) => {
    const bytes = fixture(name);
    for (let end = 0; end < bytes.length; end++) {
      const [finding] = await refusal(load(name, bytes.subarray(0, end)));
      expect(finding, `cut at ${end}`).toMatchObject({ code: 'HG-DATA-003', place: name });
    }
  });
});

const bar = fc
  .tuple(
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1e9, noNaN: true }),
  )
  .map(([low, share, volume]) => ({
    low,
    open: low * (1 + share / 3),
    close: low * (1 + share / 2),
    high: low * (1 + share),
    volume: volume + 0,
  }));
const bars = fc.array(bar, { minLength: 2, maxLength: 40 });

test('bars go through CSV, JSON, Arrow and Parquet and come back bit for bit', async () => {
  await fc.assert(
    fc.asyncProperty(bars, async (rows) => {
      const pick = (name: 'open' | 'high' | 'low' | 'close' | 'volume') => rows.map((row) => row[name]);
      const time = rows.map((_, i) => START + i * MINUTE);
      const arrays = rows.map(({ open: o, high, low, close: c, volume }, i) => [time[i]!, o, high, low, c, volume]);
      const names = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
      const table = {
        time,
        open: pick('open'),
        high: pick('high'),
        low: pick('low'),
        close: pick('close'),
        volume: pick('volume'),
      };
      const floats = Object.fromEntries(names.map((name) => [name, Float64Array.from(table[name])]));
      const columnData = names.map((name) => ({ name, data: table[name], type: 'DOUBLE' as const }));
      const files: [string, string | Uint8Array][] = [
        ['a.csv', `${names.join(',')}\n${arrays.map((row) => row.join(',')).join('\n')}\n`],
        ['a.json', JSON.stringify(arrays)],
        [
          'b.json',
          JSON.stringify(
            arrays.map((row) => Object.fromEntries(row.map((value, k) => [names[k], k === 0 ? value : String(value)]))),
          ),
        ],
        ['a.arrow', tableToIPC(tableFromArrays(floats), 'file')],
        ['a.parquet', new Uint8Array(parquetWriteBuffer({ columnData }))],
      ];
      for (const [name, content] of files) {
        const { columns } = await load(name, content);
        for (const key of names) expect(columns[key], `${key} of ${name}`).toEqual(floats[key]);
      }
    }),
    { numRuns: 10 },
  );
});

describe('JSON', () => {
  const row = [START, 1, 2, 1, 2, 3];
  test.each([
    ['an object', '{"a": 1}', 'HG-DATA-010'],
    ['a list of numbers', '[1, 2]', 'HG-DATA-010'],
    ['an empty list', '[]', 'HG-DATA-006'],
    ['a cut list', '[[1, 2, 3', 'HG-DATA-003'],
    ['rows of unequal length', JSON.stringify([row, row.slice(1)]), 'HG-DATA-013'],
    ['rows of two kinds', JSON.stringify([row, { time: START }]), 'HG-DATA-013'],
    [
      'a missing field',
      JSON.stringify([
        { time: START, open: 1, high: 1, low: 1, close: 1, volume: 1 },
        { time: START + MINUTE, open: 1, high: 1, low: 1, volume: 1 },
      ]),
      'HG-DATA-030',
    ],
    ['a null', JSON.stringify([row, [START + MINUTE, 1, 2, 1, null, 3]]), 'HG-DATA-030'],
    ['a truth value', JSON.stringify([row, [START + MINUTE, 1, 2, 1, true, 3]]), 'HG-DATA-030'],
  ])('of %s is refused', async (_, text, code) => {
    expect(await refusal(load('a.json', text))).toMatchObject([{ code }]);
  });
});

test('a file that makes its decoder loop for ever is refused when its time is up', async () => {
  const [finding] = await refusal(decodeInThread('arrow', fixture('hangs-lz4.feather'), 'hangs.feather', 3_000));
  expect(finding).toMatchObject({ code: 'HG-DATA-003', value: 'no end after 3 s', place: 'hangs.feather' });
});

test.each(['bars-ns-uncompressed.feather', 'bars-us-snappy.parquet'])(
  'a damaged %s ends in bars or in a refusal, never in another error',
  async (name) => {
    const bytes = fixture(name);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const mutant = Uint8Array.from(bytes);
        mutant[at]! ^= mask;
        try {
          await load(name, mutant, { timezone: 'UTC' });
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      // A fixed seed: some mutants make a decoder loop until its limit, and no run of the tests may depend on drawing few of them.
      { numRuns: 25, seed: 1 },
    );
  },
);
