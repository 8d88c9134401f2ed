import {
  accessSync,
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from '../../base/errors.js';
import { encodeHeader, encodeTrials } from './format.js';
import { scanJournal } from './scan.js';
import { TrialResults } from '../trial-results.js';
import type { TrialFailure } from '../trial-row.js';

/** Longest time, ms, for which a written record may be missing from the disk itself after a loss of power. A killed process loses none. */
const SYNC_EVERY_MS = 1000;

/** What a journal's first record says; the rest of it belongs to the run and is not looked at here. */
export interface JournalHeader {
  readonly format: 1;
  readonly metrics: readonly string[];
}

export interface OpenedJournal<H extends JournalHeader> {
  readonly header: H;
  readonly results: TrialResults;
  /** Bytes of an unfinished record behind the last whole one. */
  readonly tornBytes: number;
  readonly wholeBytes: number;
}

/**
 * Append-only file of finished trials. A record is one write call, looped over short writes, and counts from the moment it is written:
 * the operating system keeps it when the process dies. The disk is told to keep it at most a second later, and at `close`.
 */
export class Journal {
  readonly #fd: number;
  readonly #path: string;
  readonly #metricCount: number;
  #end: number;
  #syncedAt = performance.now();
  #isDirty = false;
  #failure: StorageError | null = null;

  private constructor(fd: number, path: string, metricCount: number, end: number) {
    this.#fd = fd;
    this.#path = path;
    this.#metricCount = metricCount;
    this.#end = end;
  }

  /** Starts a journal in place of whatever the file holds. */
  static create<H extends JournalHeader>(path: string, header: H): Journal {
    const journal = attempt(path, 'created', () => new Journal(openSync(path, 'w'), path, header.metrics.length, 0));
    try {
      journal.#append(encodeHeader(JSON.stringify(header)));
      journal.sync();
      syncDirectory(dirname(path));
    } catch (error) {
      closeSync(journal.#fd);
      throw error;
    }
    return journal;
  }

  /** Goes on behind the last whole record of a journal that `readJournal` has verified; the torn tail is cut off first. */
  static resume<H extends JournalHeader>(path: string, opened: OpenedJournal<H>): Journal {
    const { header, wholeBytes } = opened;
    const journal = attempt(
      path,
      'opened',
      () => new Journal(openSync(path, 'r+'), path, header.metrics.length, wholeBytes),
    );
    attempt(path, 'repaired', () => ftruncateSync(journal.#fd, wholeBytes));
    journal.sync();
    return journal;
  }

  /** @throws StorageError when the disk is full or fails; the journal then ends with its last whole record and takes nothing more */
  append(rows: Float64Array, failures: readonly TrialFailure[] = []): void {
    this.#append(encodeTrials(rows, this.#metricCount, failures));
    if (performance.now() - this.#syncedAt >= SYNC_EVERY_MS) this.sync();
  }

  close(): void {
    try {
      if (this.#isDirty && this.#failure === null) this.sync();
    } finally {
      closeSync(this.#fd);
    }
  }

  #append(record: Buffer): void {
    if (this.#failure) throw this.#failure;
    try {
      for (let done = 0; done < record.length;) {
        const written = writeSync(this.#fd, record, done, record.length - done, this.#end + done);
        if (written === 0) throw new Error('the system wrote nothing');
        done += written;
      }
    } catch (error) {
      this.#fail(error, `after byte ${this.#end}`);
    }
    this.#end += record.length;
    this.#isDirty = true;
  }

  /**
   * Makes all records durable.
   * @throws StorageError when the disk fails or the file is no longer there; the journal then takes nothing more
   */
  sync(): void {
    if (this.#failure) throw this.#failure;
    try {
      fdatasyncSync(this.#fd);
      accessSync(this.#path);
    } catch (error) {
      // What the disk holds is unknown now, and a second sync that succeeds would not prove anything: no further record is taken.
      this.#fail(error, 'while syncing');
    }
    this.#isDirty = false;
    this.#syncedAt = performance.now();
  }

  #fail(cause: unknown, where: string): never {
    try {
      ftruncateSync(this.#fd, this.#end);
    } catch {
      // The torn tail stays; the next opening cuts it off.
    }
    this.#failure = storageError(this.#path, `cannot be written ${where}`, cause);
    throw this.#failure;
  }
}

/**
 * Verifies a journal and takes in its trials; null when there is none or only an unfinished first record. Changes nothing.
 * @throws StorageError when it is damaged or of another format, TrialError when it holds a trial twice with different results
 */
export function readJournal<H extends JournalHeader>(path: string): OpenedJournal<H> | null {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw storageError(path, 'cannot be opened', error);
  }
  try {
    const { size } = fstatSync(fd);
    let header: H | null = null;
    let results: TrialResults | null = null;
    const wholeBytes = scanJournal(fd, size, path, (record) => {
      if (record.kind === 'header') {
        header = parseHeader<H>(path, record.json);
        results = new TrialResults(header.metrics, 1024);
      } else {
        results?.add(record.rows, record.failures);
      }
    });
    if (header === null || results === null) return null;
    return { header, results, tornBytes: size - wholeBytes, wholeBytes };
  } finally {
    closeSync(fd);
  }
}

function parseHeader<H extends JournalHeader>(path: string, json: string): H {
  const header = JSON.parse(json) as H;
  if (header.format === 1) return header;
  throw new StorageError({
    code: 'HG-JOURNAL-005',
    place: path,
    value: String(header.format),
    rule: 'the journal was written by another version of hgopt, in a format that this one does not read',
    hint: 'finish the run with that version, or start it again with another --out',
  });
}

/** Makes a created or renamed entry of a directory durable. */
export function syncDirectory(directory: string): void {
  // Windows cannot open a directory, and orders such changes itself.
  if (process.platform === 'win32') return;
  attempt(directory, 'synced', () => {
    const fd = openSync(directory, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

function attempt<T>(path: string, verb: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw storageError(path, `cannot be ${verb}`, error);
  }
}

function storageError(path: string, what: string, cause: unknown): StorageError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EFBIG' || code === 'EDQUOT';
  return new StorageError(
    {
      code: full ? 'HG-JOURNAL-002' : 'HG-JOURNAL-001',
      place: path,
      value: message,
      rule: full ? `there is no space left for the journal, it ${what}` : `the journal ${what}`,
      hint: full
        ? 'free some space and resume the run'
        : 'check that the directory exists, is writable and its disk is sound, then resume the run',
    },
    { cause },
  );
}
