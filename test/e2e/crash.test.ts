import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import { readJournal } from '../../src/coordinator/journal/journal.js';
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
    // Mostly one thread, which starts fastest.
    const workers = random() < 0.1 ? '2' : '1';
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

test.skipIf(process.platform === 'win32')(
  'a sweep that fills its disk ends with exit code 5 and goes on when there is space',
  async () => {
    const out = sweep.path('full');
    // A limit on file size is the portable way to a disk that is full: a short write first, an error next.
    const limited = await hgopt(['sweep', sweep.file, '--out', out, '--quiet'], { maxFileKilobytes: 16 });
    expect(limited.code).toBe(5);
    expect(limited.stderr).toMatch(/HG-JOURNAL-002[^]*no space left/);
    expect(limited.stderr).toMatch(/saved: \d+ of 96 trials; resume with: hgopt sweep .* --resume/);
    expect(readJournal(`${out}/journal.bin`)!.results.count).toBeGreaterThan(0);
    expect((await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--quiet'])).code).toBe(0);
    expect(outputsOf(out)).toEqual(expected);
  },
);

test('an output directory that cannot be made ends with exit code 5 before any trial is run', async () => {
  const run = await hgopt(['sweep', sweep.file, '--out', sweep.path('bars.csv/out')]);
  expect(run.code).toBe(5);
  expect(run.stdout).not.toContain('trials');
});

test('results outlive an output directory that is deleted while the sweep runs', async () => {
  const out = sweep.path('deleted');
  const run = await hgopt(['sweep', sweep.file, '--out', out, '--json'], {
    hook: 'delay-hook.mjs',
    env: { HGOPT_TEST_DELAY: '40', TMPDIR: sweep.directory },
    onStart: (child) =>
      child.stdout!.on(
        'data',
        (data: Buffer) => data.includes('"progress"') && rmSync(out, { recursive: true, force: true }),
      ),
  });
  expect(run.code).toBe(5);
  const saved = /in (\S+journal\.bin); move that file/.exec(run.stderr)![1]!;
  expect(readJournal(saved)!.results.count).toBeGreaterThan(0);
  mkdirSync(out);
  renameSync(saved, `${out}/journal.bin`);
  expect((await hgopt(['sweep', sweep.file, '--out', out, '--resume', '--quiet'])).code).toBe(0);
  expect(outputsOf(out)).toEqual(expected);
});
