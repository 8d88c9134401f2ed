import {
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  closeSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StorageError, TrialError } from '../../../src/base/errors.js';
import { Journal, readJournal, type JournalHeader } from '../../../src/coordinator/journal/journal.js';
import { encodeTrials } from '../../../src/coordinator/journal/format.js';
import { STATUS_FAILED, STATUS_OK } from '../../../src/coordinator/trial-row.js';

const HEADER: JournalHeader = { format: 1, metrics: ['sharpe_ratio', 'total_return'] };
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hgopt-journal-'));
  path = join(directory, 'journal.bin');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const okRow = (trial: number, ...metrics: number[]): Float64Array => Float64Array.of(trial, STATUS_OK, 1.5, ...metrics);

/** A journal of trials 0..n-1, one record each; trial 3 failed. Returns the file's length after each record. */
function writeSample(n: number): number[] {
  const journal = Journal.create(path, HEADER);
  const ends = [statSync(path).size];
  for (let trial = 0; trial < n; trial++) {
    if (trial === 3) {
      const failure = { trial, code: 'HG-TRIAL-001', message: 'no bars: "x"\n' };
      journal.append(Float64Array.of(trial, STATUS_FAILED, 1.5, NaN, NaN), [failure]);
    } else {
      journal.append(okRow(trial, trial / 3, -trial));
    }
    ends.push(statSync(path).size);
  }
  journal.close();
  return ends;
}

describe('a journal', () => {
  test('gives back every trial, failed ones with code and message', () => {
    writeSample(5);
    const opened = readJournal(path)!;
    expect(opened.header).toEqual(HEADER);
    expect(opened.tornBytes).toBe(0);
    expect(opened.results.count).toBe(5);
    expect(opened.results.failed).toBe(1);
    expect([...opened.results.get(4)!.metrics]).toEqual([4 / 3, -4]);
    expect(opened.results.get(3)!.failure).toEqual({ trial: 3, code: 'HG-TRIAL-001', message: 'no bars: "x"\n' });
    expect(opened.results.has(5)).toBe(false);
  });

  test('keeps all 64 bits of every number', () => {
    const bits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const edges = [NaN, Infinity, -Infinity, -0, 5e-324, 1e308, 2 ** 53 + 2];
    fc.assert(
      fc.property(fc.array(bits, { minLength: 10, maxLength: 200 }), (words) => {
        const values = Float64Array.from([...new Float64Array(BigUint64Array.from(words).buffer), ...edges]);
        const journal = Journal.create(path, { format: 1, metrics: [...values].map((_, k) => `m${k}`) });
        const row = new Float64Array(3 + values.length);
        row.set([7, STATUS_OK, 0]);
        new Uint8Array(row.buffer).set(new Uint8Array(values.buffer), 24);
        journal.append(row);
        journal.close();
        const { metrics } = readJournal(path)!.results.get(7)!;
        expect(Buffer.from(metrics.buffer, metrics.byteOffset, metrics.byteLength)).toEqual(Buffer.from(values.buffer));
      }),
      { numRuns: 100 },
    );
  });

  test('that is missing or has no whole first record counts as none', () => {
    expect(readJournal(path)).toBeNull();
    Journal.create(path, HEADER).close();
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect(readJournal(path), `${length} bytes`).toBeNull();
    }
  });

  test('cut off at any byte keeps every whole record, and goes on as if nothing had happened', () => {
    const ends = writeSample(8);
    const whole = readFileSync(path);
    for (let length = ends[0]!; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const opened = readJournal<JournalHeader>(path)!;
      const kept = ends.filter((end) => end <= length).length - 1;
      expect(opened.results.count).toBe(kept);
      expect(opened.tornBytes).toBe(length - ends[kept]!);
      const journal = Journal.resume(path, opened);
      for (let trial = 100; trial < 102; trial++) journal.append(okRow(trial, 1, 2));
      journal.close();
      for (const again of [readJournal(path)!, readJournal(path)!]) {
        expect(again.tornBytes).toBe(0);
        expect(again.results.count).toBe(kept + 2);
        expect(again.results.duplicates).toBe(0);
      }
    }
  });

  test('whose last bytes were allocated but never written loses only those', () => {
    const ends = writeSample(4);
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(100)]));
    expect(readJournal(path)!.tornBytes).toBe(100);
    writeFileSync(path, Buffer.concat([whole.subarray(0, ends[3]! + 20), Buffer.alloc(whole.length - ends[3]! - 20)]));
    expect(readJournal(path)!.results.count).toBe(3);
  });

  test('with a flipped bit never gives a wrong number: it is refused with record and byte, or its last record is dropped', () => {
    const ends = writeSample(6);
    const whole = readFileSync(path);
    const lastStart = ends.at(-2)!;
    for (let bit = 0; bit < whole.length * 8; bit += 7) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, bytes);
      const record = ends.findIndex((end) => end > bit >> 3) + 1;
      let opened;
      try {
        opened = readJournal(path);
      } catch (error) {
        expect(error).toBeInstanceOf(StorageError);
        const [finding] = (error as StorageError).findings;
        expect(finding!.value).toBe(`record ${record} at byte ${record === 1 ? 0 : ends[record - 2]}`);
        expect(readFileSync(path)).toEqual(bytes);
        continue;
      }
      expect(bit >> 3, 'only damage in the last record goes without an error').toBeGreaterThanOrEqual(lastStart);
      expect(opened!.results.count).toBe(5);
      expect(opened!.tornBytes).toBe(whole.length - lastStart);
    }
  });

  test('counts an equal second copy of a trial and leaves it out', () => {
    writeSample(2);
    const journal = Journal.resume(path, readJournal(path)!);
    const again = okRow(1, 1 / 3, -1);
    again[2] = 99;
    journal.append(again);
    journal.close();
    const { results } = readJournal(path)!;
    expect([results.count, results.duplicates]).toEqual([2, 1]);
  });

  test('with two different results of one trial is a determinism error that names the metric', () => {
    writeSample(2);
    const journal = Journal.resume(path, readJournal(path)!);
    journal.append(okRow(1, 1 / 3, -2));
    journal.close();
    expect(() => readJournal(path)).toThrow(TrialError);
    expect(() => readJournal(path)).toThrow(/trial 1 was run twice with different results, first in total_return/);
  });

  test.skipIf(!existsSync('/dev/full'))('on a full disk is a storage error that says so', () => {
    expect(() => Journal.create('/dev/full', HEADER)).toThrow(StorageError);
    expect(() => Journal.create('/dev/full', HEADER)).toThrow(/no space left/);
  });

  test('in a directory that is not there is a storage error naming the path', () => {
    expect(() => Journal.create(join(directory, 'gone', 'journal.bin'), HEADER)).toThrow(StorageError);
  });

  test('of another format is refused, not overwritten', () => {
    Journal.create(path, { ...HEADER, format: 9 as 1 }).close();
    const before = readFileSync(path);
    expect(() => readJournal(path)).toThrow(/another version/);
    expect(readFileSync(path)).toEqual(before);
  });

  test('of 100,000 trials is read back whole', () => {
    const journal = Journal.create(path, HEADER);
    const batch = new Float64Array(50 * 5);
    for (let first = 0; first < 100_000; first += 50) {
      for (let k = 0; k < 50; k++) batch.set(okRow(first + k, k, first), k * 5);
      journal.append(batch);
    }
    journal.close();
    const { results } = readJournal(path)!;
    expect(results.count).toBe(100_000);
    expect([...results.get(77_777)!.metrics]).toEqual([27, 77_750]);
  });

  test('record is one write of its whole bytes', () => {
    const record = encodeTrials(okRow(1, 2, 3), 2, []);
    const before = writeSample(0).at(-1)!;
    const journal = Journal.resume(path, readJournal(path)!);
    journal.append(okRow(1, 2, 3));
    journal.close();
    expect(readFileSync(path).subarray(before)).toEqual(record);
  });

  test('that was cut after verification is still resumed at the verified end', () => {
    const ends = writeSample(3);
    const opened = readJournal<JournalHeader>(path)!;
    truncateSync(path, ends[3]!);
    closeSync(openSync(path, 'a'));
    Journal.resume(path, opened).close();
    expect(statSync(path).size).toBe(ends[3]);
  });
});
