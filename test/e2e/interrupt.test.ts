import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readJournal } from '../../src/coordinator/journal/journal.js';
import { hgopt, outputsOf, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

let sweep: TinySweep;
let expected: Map<string, string>;

beforeAll(async () => {
  sweep = tinySweep({ parallel: { trials_per_job: 1, workers: 1 } });
  await hgopt(['sweep', sweep.file, '--out', sweep.path('reference'), '--quiet']);
  expected = outputsOf(sweep.path('reference'));
});
afterAll(() => sweep.remove());

/** Sends the signals once the first trials are done; each answer of the threads is held back, so that the run lasts. */
function interrupted(out: string, ...signals: NodeJS.Signals[]) {
  return hgopt(['sweep', sweep.file, '--out', out, '--json'], {
    hook: 'delay-hook.mjs',
    env: { HGOPT_TEST_DELAY: '200' },
    onStart: (child) => void sendAfterFirstTrial(child, signals),
  });
}

async function sendAfterFirstTrial(child: ChildProcess, signals: readonly NodeJS.Signals[]): Promise<void> {
  await new Promise<void>((resolve) =>
    child.stdout!.on('data', (data: Buffer) => data.includes('"progress"') && resolve()),
  );
  for (const signal of signals) {
    child.kill(signal);
    await pause(30);
  }
}

describe('a sweep that is asked to stop', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s saves what is finished, writes no results and says how to go on', async (signal, code) => {
    const out = sweep.path(signal);
    const run = await interrupted(out, signal);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(`hgopt sweep ${sweep.file} --out ${out} --resume`);
    const last = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as { event: string; status: string; done: number };
    expect(last).toMatchObject({ event: 'done', status: 'interrupted' });
    expect(readdirSync(out)).toEqual(['journal.bin']);
    const { results, tornBytes } = readJournal(`${out}/journal.bin`)!;
    expect(results.count).toBe(last.done);
    expect(results.count).toBeGreaterThan(0);
    expect(results.count).toBeLessThan(96);
    expect([tornBytes, results.failed, results.duplicates]).toEqual([0, 0, 0]);

    expect((await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
  });

  test('twice ends at once, and can be resumed all the same', async () => {
    const out = sweep.path('twice');
    expect((await interrupted(out, 'SIGINT', 'SIGINT')).code).toBe(130);
    expect((await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
  });

  test('before it was finished refuses to be begun again without --resume', async () => {
    const out = sweep.path('refused');
    await interrupted(out, 'SIGINT');
    const run = await hgopt(['sweep', sweep.file, '--out', out]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('HG-RESUME-002');
  });

  test('refuses to go on with another sweep, naming what changed', async () => {
    const out = sweep.path('changed');
    await interrupted(out, 'SIGINT');
    const run = await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--set', 'account.initial_cash=5000']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('account.initial_cash');
    expect(run.stderr).toContain('100000 -> 5000');
  });
});

test('of two runs on one output directory at the same time the second is refused at once', async () => {
  const out = sweep.path('shared');
  let second: ReturnType<typeof hgopt> | undefined;
  const first = await hgopt(['sweep', sweep.file, '--out', out, '--json'], {
    hook: 'delay-hook.mjs',
    env: { HGOPT_TEST_DELAY: '60' },
    onStart: (child) => {
      child.stdout!.on('data', (data: Buffer) => {
        if (data.includes('"progress"')) second ??= hgopt(['sweep', sweep.file, '--out', out, '--resume']);
      });
    },
  });
  expect(first.code).toBe(0);
  const refused = await second!;
  expect(refused.code).toBe(5);
  expect(refused.stderr).toMatch(/HG-LOCK-001[^]*in use by another run/);
  expect(outputsOf(out)).toEqual(expected);
});
