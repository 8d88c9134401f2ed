import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hgopt, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

const ABOVE = 'HG-SCALP-003';
const REFUSED = 'HG-SCALP-020';

/** Six trials; in the two with a max_exposure of 0.3 it is above safety.max_exposure_pct, 0.2. All refuse their signals for slippage. */
let sweep: TinySweep;
beforeEach(() => {
  sweep = tinySweep({
    strategy: {
      name: 'scalping-ema-rsi',
      params: { volume_multiplier: 0, rsi_long_max: 100, rsi_extreme_high: 100, sl_atr_multiple: 0.01 },
    },
    account: { type: 'margin' },
    space: { 'risk.max_exposure': [0.2, 0.2 - 0.005, 0.3], ema_fast: [3, 4] },
    execution: { slippage: 0.01 },
    metric: 'total_return',
  });
});
afterEach(() => sweep.remove());

const json = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(sweep.path(name), 'utf8')) as Record<string, unknown>;

test('a sweep tells each warning once, with its trials and one of them, the same on any number of workers', async () => {
  const told: unknown[] = [];
  for (const workers of ['1', '2']) {
    const { stdout } = await hgopt(['sweep', sweep.file, '--workers', workers, '--out', sweep.path(workers), '--json']);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly event: string });
    told.push(events.filter(({ event }) => event === 'warning'));
    expect(json(`${workers}/manifest.json`)['warnings']).toMatchObject([{ code: ABOVE, trials: 2, judged: 6 }]);
  }
  expect(told[0]).toMatchObject([
    { code: ABOVE, trials: 2, judged: 6, example: { trial: 4, values: { 'risk.max_exposure': 0.3, ema_fast: 3 } } },
  ]);
  expect(told[1]).toEqual(told[0]);
});

test('a plan and a quiet sweep tell them, too', async () => {
  const planned = await hgopt(['plan', sweep.file]);
  expect(planned.stdout).toMatch(/^warning +HG-SCALP-003 .*\(2 of 6 trials judged, such as trial 4\)$/m);
  const { stderr } = await hgopt(['sweep', sweep.file, '--out', sweep.path('quiet'), '--quiet']);
  expect(stderr.split('\n').filter((line) => line.includes(ABOVE))).toHaveLength(1);
});

test('a replay tells those of its trial, of the settings and of the results, and keeps them in summary.json', async () => {
  await hgopt(['sweep', sweep.file, '--out', sweep.path('out'), '--quiet']);
  const { stderr } = await hgopt(['replay', sweep.path('out'), '--trial', '5', '--out', sweep.path('five')]);
  expect(stderr).toMatch(/^HG-SCALP-003 /m);
  expect(json('five/summary.json')['warnings']).toMatchObject([{ code: ABOVE }, { code: REFUSED }]);
  await hgopt(['replay', sweep.path('out'), '--trial', '0', '--out', sweep.path('none')]);
  expect(json('none/summary.json')['warnings']).toMatchObject([{ code: REFUSED }]);
});
