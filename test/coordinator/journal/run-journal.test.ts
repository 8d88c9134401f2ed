import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError, StorageError } from '../../../src/base/errors.js';
import type { Json } from '../../../src/base/json.js';
import { readJournal } from '../../../src/coordinator/journal/journal.js';
import { sweepDigest, type RunHeader } from '../../../src/coordinator/journal/run-header.js';
import { journalPath, openRunJournal } from '../../../src/coordinator/journal/run-journal.js';
import { STATUS_OK } from '../../../src/coordinator/trial-row.js';

let out: string;
beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), 'hgopt-run-')), 'results', 'demo');
});
afterEach(() => rmSync(join(out, '..', '..'), { recursive: true, force: true }));

const SWEEP = {
  strategy: { name: 'demo', params: { fast: 5 } },
  space: [{ name: 'slow', values: [1, 2, 3] }],
  seed: 42,
};

function header(sweep: Json = SWEEP, digests: Partial<RunHeader['fingerprint']> = {}): RunHeader {
  return {
    format: 1,
    metrics: ['sharpe_ratio'],
    name: 'demo',
    fingerprint: { engine: '1+a', strategy: 'b', data: 'c', sweep: sweepDigest(sweep), ...digests },
    sweep,
    trials: 3,
    setup: {} as RunHeader['setup'],
    data: { spec: null, baseDir: '', digests: {} },
    target: { metric: 'sharpe_ratio', direction: 'maximize' },
    filters: [],
    startedAt: '2026-01-01T00:00:00.000Z',
  };
}

/** Opens, records `trials` and closes again; returns the codes of the notices. */
function runOf(run: RunHeader, resume: boolean, ...trials: number[]): string[] {
  const codes: string[] = [];
  const opened = openRunJournal(out, run, resume, (code) => codes.push(code));
  for (const trial of trials) opened.journal.append(Float64Array.of(trial, STATUS_OK, 1, trial));
  opened.close();
  return codes;
}

const recorded = (): number => readJournal(journalPath(out))!.results.count;

function refusal(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error as ConfigError;
  }
  return expect.unreachable();
}

describe('the journal of a run', () => {
  test('is begun in a directory that is made for it, and leaves it unlocked', () => {
    expect(runOf(header(), false, 0, 1)).toEqual([]);
    expect(readdirSync(out)).toEqual(['journal.bin']);
    expect(recorded()).toBe(2);
  });

  test('that is unfinished is never touched without --resume', () => {
    runOf(header(), false, 0, 1);
    const before = readFileSync(journalPath(out));
    const error = refusal(() => runOf(header(), false));
    expect(error.findings[0]).toMatchObject({ code: 'HG-RESUME-002', value: '2 of 3 trials of demo' });
    expect(error.findings[0]!.hint).toMatch(/--resume.*--out/);
    expect(readFileSync(journalPath(out))).toEqual(before);
    expect(readdirSync(out)).toEqual(['journal.bin']);
  });

  test('goes on where it was with --resume', () => {
    runOf(header(), false, 0, 1);
    expect(runOf(header(), true, 2)).toEqual([]);
    expect(recorded()).toBe(3);
  });

  test('starts from the beginning, and says so, when there is nothing to resume', () => {
    expect(runOf(header(), true, 0)).toEqual(['HG-JOURNAL-012']);
  });

  test('that holds no trial yet is begun again', () => {
    runOf(header(), false);
    expect(runOf(header({ other: 1 }), false, 0)).toEqual([]);
  });

  test('of a finished run is done again without --resume, and kept until that is finished', () => {
    runOf(header(), false, 0, 1, 2);
    const before = readFileSync(journalPath(out));
    const again = openRunJournal(out, header(), false, () => undefined);
    expect(again.results.count).toBe(0);
    expect(readFileSync(join(out, 'journal.before.bin'))).toEqual(before);
    again.dropEarlier();
    again.close();
    expect(readdirSync(out)).toEqual(['journal.bin']);
  });

  test('of a finished run that was another one is moved aside, results and all', () => {
    runOf(header(), false, 0, 1, 2);
    const before = readFileSync(journalPath(out));
    writeFileSync(join(out, 'best_params.json'), '{}');
    writeFileSync(join(out, 'notes.txt'), 'mine');
    expect(runOf(header({ ...SWEEP, seed: 1 }), false, 0, 1, 2)).toEqual(['HG-JOURNAL-013']);
    expect(readdirSync(join(out, 'earlier-1'))).toEqual(['best_params.json', 'journal.bin']);
    expect(readFileSync(journalPath(join(out, 'earlier-1')))).toEqual(before);
    expect(runOf(header({ ...SWEEP, seed: 2 }), false)).toEqual(['HG-JOURNAL-013']);
    expect(readdirSync(out)).toEqual(['earlier-1', 'earlier-2', 'journal.bin', 'notes.txt']);
  });

  test('is not resumed by a changed sweep, and the refusal lists what changed', () => {
    runOf(header(), false, 0);
    const before = readFileSync(journalPath(out));
    const changed = { ...SWEEP, strategy: { name: 'demo', params: { fast: 6, slow: 1 } }, space: [] };
    const { findings } = refusal(() => runOf(header(changed), true));
    expect(findings.map((f) => [f.place.replace(/.*: /, ''), f.value])).toEqual([
      ['space', '[{"name":"slow","values":[1,2,3]}] -> []'],
      ['strategy.params.fast', '5 -> 6'],
      ['strategy.params.slow', 'nothing -> 1'],
    ]);
    expect(readFileSync(journalPath(out))).toEqual(before);
  });

  test.each(['engine', 'strategy', 'data'] as const)('is not resumed with another %s', (part) => {
    runOf(header(), false, 0);
    const { findings } = refusal(() => runOf(header(SWEEP, { [part]: 'z' }), true));
    expect(findings).toHaveLength(1);
    expect(findings[0]!.rule).toContain(`${part} has changed`);
  });

  test('with an unfinished record says how many bytes it drops', () => {
    runOf(header(), false, 0, 1);
    writeFileSync(journalPath(out), readFileSync(journalPath(out)).subarray(0, -5));
    expect(runOf(header(), true, 1, 2)).toEqual(['HG-JOURNAL-010']);
    expect(recorded()).toBe(3);
  });

  test('that cannot have a directory is a storage error, with nothing left behind', () => {
    mkdirSync(join(out, '..'), { recursive: true });
    writeFileSync(out, 'a file');
    expect(() => runOf(header(), false)).toThrow(StorageError);
  });
});
