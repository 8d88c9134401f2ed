import { readdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { readJournal } from '../../src/coordinator/journal.js';
import { hgopt, outputsOf, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

const KILLS = 200;
const TRIALS = 96;

let sweep: TinySweep;
let expected: Map<string, string>;
let journalBytes: number;

beforeAll(async () => {
  sweep = tinySweep();
  expect((await hgopt(['sweep', sweep.file, '--out', sweep.path('reference'), '--quiet'])).code).toBe(0);
  expected = outputsOf(sweep.path('reference'));
  journalBytes = statSync(sweep.path('reference/journal.bin')).size;
});
afterAll(() => sweep.remove());

/**
 * Runs the sweep again and again with --resume, each time killed after so many bytes into its journal, until a run gets through.
 * Returns the number of kills.
 */
async function chain(seed: number): Promise<number> {
  const out = sweep.path(`chain-${seed}`);
  const random = createRng(seed, 'crash');
  let finished = 0;
  for (let kills = 0; ; kills++) {
    const budget = Math.floor((random() * journalBytes) / 6);
    const workers = random() < 0.5 ? '1' : '2';
    const run = await hgopt(['sweep', sweep.file, '--out', out, '--workers', workers, '--resume', '--quiet'], {
      hook: 'crash-hook.mjs',
      env: { HGOPT_TEST_KILL_AFTER: String(budget) },
    });
    if (run.signal === null) {
      expect(run, `chain ${seed} after ${kills} kills`).toMatchObject({ code: 0 });
      const { results, tornBytes } = readJournal(`${out}/journal.bin`)!;
      expect({ trials: results.count, twice: results.duplicates, tornBytes }).toEqual({
        trials: TRIALS,
        twice: 0,
        tornBytes: 0,
      });
      expect(outputsOf(out), `chain ${seed}`).toEqual(expected);
      return kills;
    }
    expect(run.signal).toBe('SIGKILL');
    expect(readdirSync(out).filter((name) => name.endsWith('.csv') || name.endsWith('.json'))).toEqual([]);
    // What was recorded before stays, and nothing was recorded twice.
    const opened = readJournal(`${out}/journal.bin`);
    expect(opened?.results.count ?? 0).toBeGreaterThanOrEqual(finished);
    expect(opened?.results.duplicates ?? 0).toBe(0);
    finished = opened?.results.count ?? 0;
  }
}

test(`a sweep killed at ${KILLS} random bytes of its journal loses no trial, runs none twice and ends with the same files`, async () => {
  let [kills, seed] = [0, 0];
  const lane = async (): Promise<void> => {
    while (kills < KILLS) kills += await chain(seed++);
  };
  await Promise.all([lane(), lane()]);
  expect(kills).toBeGreaterThanOrEqual(KILLS);
}, 600_000);
