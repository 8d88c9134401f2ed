import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

let folder: TinySweep;
let file: string;
beforeAll(() => {
  folder = tinySweep();
  file = folder.path('backtest.json');
  const bars = { path: 'bars.csv', interval: '1h' };
  writeFileSync(
    file,
    JSON.stringify({
      name: 'limits',
      strategy: {
        name: 'dma-atr-trend',
        params: { trend_ma_window: 0, short_ma_window: 3, long_ma_window: 10, sl_atr_multiplier: 1 },
      },
      data: [
        { ...bars, symbol: 'A' },
        { ...bars, symbol: 'B' },
      ],
      venue: { allow_short: true },
      account: { type: 'margin' },
    }),
  );
});
afterAll(() => folder.remove());

async function trades(...set: readonly string[]): Promise<number> {
  const { metricNames, metrics } = await runBacktest(file, { set });
  return metrics[metricNames.indexOf('total_trades')]!;
}

describe('the risk section of a run file', () => {
  test.each([
    'risk.max_open_trades=1',
    'risk.max_position_exposure_pct=0.01',
    'risk.max_exposure_pct=0.01',
    'risk.max_entries_per_day=1',
    'risk.lockout_after_losses=1',
    'risk.kill_switch=true',
    `risk.kill_switch_at=${1_700_000_000_000 + 200 * 3_600_000}`,
  ])('makes %s take trades from a strategy that knows nothing of it', async (setting) => {
    const free = await trades();
    expect(free).toBeGreaterThan(20);
    expect(await trades(setting)).toBeLessThan(free);
  });

  test.each([
    [['risk.kill_switch=true', 'risk.kill_switch_at=1'], 'give one of the two'],
    [['risk.max_position_exposure_pct=30', 'risk.max_exposure_pct=20'], 'max_position_exposure_pct is above'],
    [['risk.lockout_after_losses=2', 'venue.position_mode=hedge'], 'a venue in hedge mode has several at a time'],
  ])('refuses %j', async (set, message) => {
    const error = await trades(...set).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toContain(message);
  });
});
