import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StorageError } from '../../src/base/errors.js';
import { Journal, readJournal, type JournalHeader } from '../../src/coordinator/journal/journal.js';
import { STATUS_OK } from '../../src/coordinator/trial-row.js';

const HEADER: JournalHeader = { format: 1, metrics: ['sharpe_ratio'] };
const real = { writeSync: fs.writeSync, fdatasyncSync: fs.fdatasyncSync };
let directory: string;
let path: string;

beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'hgopt-faults-'));
  path = join(directory, 'journal.bin');
});
afterEach(() => {
  install(real);
  fs.rmSync(directory, { recursive: true, force: true });
});

function install(calls: Partial<typeof real>): void {
  Object.assign(fs, real, calls);
  syncBuiltinESMExports();
}

type Write = (fd: number, buffer: Uint8Array, offset: number, length: number, position: number) => number;
const write = real.writeSync as Write;
const systemError = (code: string): Error => Object.assign(new Error(`${code}: no luck`), { code });

/** Records trials until one cannot be recorded; returns how many could, and the error. */
function record(journal: Journal, from: number, to: number): { readonly recorded: number; readonly error: unknown } {
  for (let trial = from; trial < to; trial++) {
    try {
      journal.append(Float64Array.of(trial, STATUS_OK, 1, trial / 3));
    } catch (error) {
      return { recorded: trial - from, error };
    }
  }
  return { recorded: to - from, error: null };
}

const storedTrials = (): number[] => readJournal(path)?.results.trials() ?? [];
const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

describe('a journal on a failing disk', () => {
  test('is written whole by a system that writes a part at a time', () => {
    install({
      writeSync: ((fd, buffer, offset, length, position) =>
        write(fd, buffer, offset, Math.min(7, length), position)) as Write as typeof fs.writeSync,
    });
    const journal = Journal.create(path, HEADER);
    record(journal, 0, 10);
    journal.close();
    expect(storedTrials()).toEqual(upTo(10));
  });

  test.each([0, 1, 15, 16, 40])(
    'that fills up at any record, %i bytes into it, keeps the records before and can be resumed',
    (partial) => {
      for (let failing = 2; failing < 8; failing++) {
        let calls = 0;
        install({
          writeSync: ((fd, buffer, offset, length, position) => {
            if (++calls < failing) return write(fd, buffer, offset, length, position);
            if (calls === failing && partial > 0) return write(fd, buffer, offset, partial, position);
            throw systemError('ENOSPC');
          }) as Write as typeof fs.writeSync,
        });
        const journal = Journal.create(path, HEADER);
        const { recorded, error } = record(journal, 0, 10);
        expect(recorded).toBe(failing - 2);
        expect(error).toBeInstanceOf(StorageError);
        expect((error as StorageError).findings[0]).toMatchObject({ code: 'HG-JOURNAL-002', place: path });
        expect(record(journal, 50, 51).recorded, 'a journal that failed takes nothing more').toBe(0);
        journal.close();
        install(real);

        const opened = readJournal<JournalHeader>(path)!;
        expect(opened.results.trials()).toEqual(upTo(recorded));
        expect(opened.tornBytes).toBe(0);
        const again = Journal.resume(path, opened);
        record(again, recorded, 10);
        again.close();
        expect(storedTrials()).toEqual(upTo(10));
      }
    },
  );

  test('that cannot sync fails, and does not take a later success for durability', () => {
    const journal = Journal.create(path, HEADER);
    record(journal, 0, 3);
    let calls = 0;
    install({
      fdatasyncSync: () => {
        if (++calls === 1) throw systemError('EIO');
      },
    });
    expect(() => journal.sync()).toThrow(StorageError);
    expect(() => journal.sync()).toThrow(StorageError);
    expect(record(journal, 3, 4).recorded).toBe(0);
    journal.close();
    expect(calls).toBe(1);
  });

  test('whose file was deleted says so at the next sync', () => {
    const journal = Journal.create(path, HEADER);
    record(journal, 0, 3);
    fs.rmSync(directory, { recursive: true });
    expect(() => journal.sync()).toThrow(/ENOENT|cannot be written/);
    journal.close();
  });
});
