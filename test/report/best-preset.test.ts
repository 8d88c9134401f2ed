import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { bestPresetYaml } from '../../src/report/best-preset.js';
import type { RunReport } from '../../src/report/run-report.js';
import { hedgeParams } from '../../src/strategies/hedge-grid/params.js';
import { fileWith, temporaryFolder } from '../config/_files.js';

const target = { metric: 'total_return', direction: 'maximize' } as const;
const reportOf = (strategy: string): RunReport =>
  ({ name: 'night', strategy, metricNames: ['total_return'], metrics: Float64Array.of(0.25) }) as unknown as RunReport;

test('the winner of a live grid stands in the sections of its strategy files, and loads as such', async () => {
  const params = hedgeParams.parse({ grid: { grid_step_bps: 35 }, exit: { tp_steps: 4 } });
  const text = bestPresetYaml({ trial: 7, params, settings: {} }, target, reportOf('hedge-grid'));
  expect(text).toMatch(/^# Trial 7 of the sweep night: total_return 0\.25\n/);
  const sections = parse(text) as Record<string, Record<string, unknown>>;
  expect(sections['grid']!['grid_step_bps']).toBe(35);
  expect(Object.keys(sections)).toEqual(['name', ...Object.keys(params)]);
  const folder = temporaryFolder();
  fileWith(text, 'night_best.yaml', folder);
  const run = fileWith(
    JSON.stringify({
      strategy: 'night_best.yaml',
      data: { source: 'synthetic' },
      venue: { position_mode: 'hedge', allow_short: true },
      account: { type: 'margin' },
    }),
    'run.json',
    folder,
  );
  const loaded = await loadBacktestFile(join(folder, 'run.json'));
  expect(run).toBe(loaded.file);
  expect([loaded.strategy.name, loaded.params]).toEqual(['hedge-grid', params]);
});

test('other winners stand under name and params', () => {
  const text = bestPresetYaml({ trial: 0, params: { fast: 3 } }, target, reportOf('crossover'));
  expect(parse(text)).toEqual({
    name: 'crossover',
    description: 'Trial 0 of the sweep night: total_return 0.25',
    params: { fast: 3 },
  });
});
