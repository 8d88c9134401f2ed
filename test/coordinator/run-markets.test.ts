import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, DataError } from '../../src/base/errors.js';
import { loadRunMarkets } from '../../src/coordinator/run-markets.js';
import { runData } from '../../src/data/data-sections.js';
import { attachMarket } from '../../src/data/shared/shared.js';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);
const folder = mkdtempSync(join(tmpdir(), 'hgopt-markets-'));

/** Hourly bars at some hours, each priced by its hour. */
function write(symbol: string, hours: readonly number[]): void {
  const rows = hours.map((hour) => [START + hour * HOUR, ...[0, 1, -1, 0].map((d) => 100 + hour + d), 5].join(','));
  writeFileSync(join(folder, `${symbol}.csv`), ['time,open,high,low,close,volume', ...rows].join('\n'));
}
write('AAA', [0, 1, 2, 4, 5]);
write('BBB', [1, 2, 3, 4]);
write('CCC', [90, 91]);

const load = (symbols: readonly string[], settings: object) =>
  loadRunMarkets({
    data: runData.parse({ path: '{symbol}.csv', symbols, interval: '1h' }),
    baseDir: folder,
    settings: settings as never,
  });
const hoursOf = async (symbols: readonly string[], settings: object) =>
  (await load(symbols, settings)).markets.map((market) =>
    [...attachMarket(market).time].map((t) => (t - START) / HOUR),
  );

describe('bars of several symbols', () => {
  test('are all kept by default, and a moment is one at which at least one has a bar', async () => {
    expect(await hoursOf(['AAA', 'BBB'], {})).toEqual([
      [0, 1, 2, 4, 5],
      [1, 2, 3, 4],
    ]);
    expect((await load(['AAA', 'BBB'], { portfolio: { align: 'outer' } })).frames).toBe(6);
  });

  test('that are aligned inside are those of the moments at which all have one; the others are counted', async () => {
    const inner = { portfolio: { align: 'inner' } };
    expect(await hoursOf(['AAA', 'BBB'], inner)).toEqual([
      [1, 2, 4],
      [1, 2, 4],
    ]);
    const { frames, reports, digest } = await load(['AAA', 'BBB'], inner);
    expect(frames).toBe(3);
    expect(reports.map(({ rows, notices }) => [rows, notices.at(-1)])).toEqual([
      [3, '2 bars left out: not every other symbol has a bar at their moments (align: inner)'],
      [3, '1 bar left out: not every other symbol has a bar at their moments (align: inner)'],
    ]);
    expect(digest).not.toBe((await load(['AAA', 'BBB'], {})).digest);
  });

  test('that have no moment in common cannot be', async () => {
    await expect(load(['AAA', 'CCC'], { portfolio: { align: 'inner' } })).rejects.toThrow(DataError);
  });
});

test('samples of the equity that do not fit the bars are refused', async () => {
  await expect(load(['AAA', 'BBB'], { metrics: { returns: 'bar', interval: '90m' } })).rejects.toThrow(ConfigError);
  await expect(load(['AAA', 'BBB'], { metrics: { returns: 'bar', interval: '2h' } })).resolves.toBeDefined();
});
