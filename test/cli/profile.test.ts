import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hgopt, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

let sweep: TinySweep;
beforeAll(async () => {
  sweep = tinySweep();
  await hgopt(['sweep', sweep.file, '--workers', '1', '--out', sweep.path('out')]);
});
afterAll(() => sweep.remove());

interface Profile {
  readonly params: Readonly<Record<string, unknown>>;
  readonly meta: { readonly version: number; readonly created_at: string; readonly updated_at: string };
}
const json = (name: string): unknown => JSON.parse(readFileSync(sweep.path(name), 'utf8'));
const write = (folder: string, ...more: string[]) =>
  hgopt(['profile', sweep.path('out'), '--to', sweep.path(folder), ...more]);

test('the winner becomes the profile of its symbol, and the next version of one that is there', async () => {
  const first = await write('profiles');
  expect(first.stdout).toMatch(/WAVE\.json \(version 1\)$/m);
  const best = json('out/best_params.json') as Record<'params' | 'metrics' | 'fingerprint', Record<string, unknown>>;
  const profile = json('profiles/WAVE.json') as Profile;
  expect(profile).toMatchObject({
    symbol: 'WAVE',
    strategy: 'dma-atr-trend',
    enabled: true,
    params: best['params'],
    meta: { version: 1, source: 'tiny', run_id: best['fingerprint']['sweep'] },
    metrics: best['metrics'],
  });
  expect(profile.meta.updated_at).toBe(profile.meta.created_at);
  writeFileSync(sweep.path('profiles/WAVE.json'), JSON.stringify({ ...profile, enabled: false }));
  await write('profiles');
  expect(json('profiles/WAVE.json')).toMatchObject({
    enabled: false,
    meta: { version: 2, created_at: profile.meta.created_at },
  });
});

test('a run that names the folder repeats the winner', async () => {
  await write('used');
  const { data, venue } = json('sweep.json') as Record<string, object>;
  const strategy = { name: 'dma-atr-trend', profiles: 'used' };
  writeFileSync(sweep.path('run.json'), JSON.stringify({ strategy, data, venue }));
  await hgopt(['backtest', sweep.path('run.json'), '--out', sweep.path('run')]);
  const { metrics } = json('run/summary.json') as { readonly metrics: Record<string, number> };
  expect(metrics).toEqual((json('out/best_backtest/summary.json') as { readonly metrics: object }).metrics);
});

test.each([
  ['a symbol that the sweep did not trade', ['--symbol', 'WAFE'], 'HG-PROFILE-003', 'did you mean WAVE?'],
  ['a file in the way', [], 'HG-PROFILE-004', 'move it away'],
])('%s is refused, and nothing is written', async (_, flags, code, hint) => {
  mkdirSync(sweep.path('other'), { recursive: true });
  writeFileSync(sweep.path('other/WAVE.json'), '{"strategy": "scalping_ema_rsi"}');
  const { code: exit, stderr } = await write('other', ...flags);
  expect(exit).toBe(2);
  expect(stderr).toContain(code);
  expect(stderr).toContain(hint);
  expect(readFileSync(sweep.path('other/WAVE.json'), 'utf8')).toBe('{"strategy": "scalping_ema_rsi"}');
});

test('a directory without a winner is refused', async () => {
  const { code, stderr } = await hgopt(['profile', sweep.path('nowhere')]);
  expect(code).toBe(2);
  expect(stderr).toContain('HG-PROFILE-002');
});
