import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { listPlugins } from '../src/base/plugin.js';
import * as hgopt from '../src/index.js';

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe('the public interface', () => {
  test('offers every built-in indicator under its name', () => {
    const names = listPlugins(new URL('../src/indicators/', import.meta.url));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !(camelCase(name) in hgopt))).toEqual([]);
  });

  test('offers the ways to define parts, and errors to catch', () => {
    for (const name of [
      'defineStrategy',
      'defineIndicator',
      'defineMetric',
      'defineSampler',
      'HgoptError',
      'ConfigError',
    ]) {
      expect(hgopt).toHaveProperty(name);
    }
  });

  test('runs a sweep from a program and tells of it in events', async () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'hgopt-api-'));
    try {
      const file = path.join(dir, 'sweep.yaml');
      const lines = [
        'strategy: { name: dma-atr-trend, params: { trend_ma_window: 0 } }',
        'data: { source: synthetic, symbol: SYN, interval: 1h, bars: 500 }',
        'space: { short_ma_window: [3, 5], long_ma_window: [10, 20] }',
        'sampler: grid',
        'metric: total_return',
      ];
      writeFileSync(file, lines.join('\n'));
      const events: string[] = [];
      const out = path.join(dir, 'out');
      const outcome = await hgopt.runSweep(file, { out, workers: 1 }, ({ event }) => events.push(event));
      expect(outcome).toMatchObject({ status: 'complete', exitCode: 0, out });
      expect(events[0]).toBe('start');
      expect(events.at(-1)).toBe('done');
      expect(existsSync(path.join(out, 'best_params.json'))).toBe(true);
      await expect(hgopt.runSweep(path.join(dir, 'none.yaml'))).rejects.toThrow(hgopt.ConfigError);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
