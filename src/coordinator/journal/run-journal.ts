import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../base/json.js';
import { ConfigError, StorageError, printable, type Finding } from '../../base/errors.js';
import { makeDirectory } from '../../base/make-directory.js';
import { Journal, readJournal, type OpenedJournal } from './journal.js';
import { lockDirectory, type DirectoryLock } from './lock.js';
import type { RunHeader } from './run-header.js';
import { TrialResults } from '../trial-results.js';
import { whatChanged } from './what-changed.js';

const FILE = 'journal.bin';
/** Journal of a finished run while it is done again; the results are there all the time. */
const SUPERSEDED = 'journal.before.bin';
/** What a finished run leaves in its directory; the journal goes last, so that a move that is cut off is begun again. */
const OUTPUTS = ['optimization_results.csv', 'best_params.json', 'best_backtest', 'manifest.json', FILE];
export const journalPath = (out: string): string => join(out, FILE);

export interface RunJournal {
  readonly journal: Journal;
  readonly results: TrialResults;
  /** The run is finished: its earlier self, if it was one that is done again, is not needed any more. */
  dropEarlier(): void;
  /** Closes the journal and releases the directory. */
  close(): void;
}

export type Notice = (code: string, message: string) => void;

/**
 * Claims the output directory and opens its journal. With `resume` an earlier run goes on, if it is the same run. Without, an unfinished one is
 * never touched; a finished one is done again, and its journal is kept until that is done; when it was a different run, its results are moved into a directory `earlier-<n>` inside.
 * @throws ConfigError for an unfinished run without `resume`, and for a run that is not the same
 * @throws StorageError when the directory is in use, cannot be written or its journal is damaged
 */
export function openRunJournal(out: string, header: RunHeader, resume: boolean, notice: Notice): RunJournal {
  makeOutput(out);
  const lock = lockDirectory(out);
  try {
    return claimed(lock, out, header, resume, notice);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function claimed(lock: DirectoryLock, out: string, header: RunHeader, resume: boolean, notice: Notice): RunJournal {
  const path = journalPath(out);
  if (lock.tookOver) notice('HG-LOCK-010', `the lock of process ${lock.tookOver.pid}, which has ended, was taken over`);
  const before = readJournal<RunHeader>(path);
  if (before && resume) requireSameRun(path, before.header, header);
  if (before && !resume) putAside(out, before, header, notice);
  const isResumed = before !== null && resume;
  if (isResumed && before.tornBytes > 0) {
    notice('HG-JOURNAL-010', `dropped ${before.tornBytes} bytes of an unfinished record; its trials are run again`);
  }
  if (isResumed && before.results.duplicates > 0) {
    notice('HG-JOURNAL-011', `${before.results.duplicates} trials were recorded twice, with equal results`);
  }
  if (resume && !before)
    notice('HG-JOURNAL-012', `there is no earlier run in ${out}; this one starts from the beginning`);
  const journal = isResumed ? Journal.resume(path, before) : Journal.create(path, header);
  const results = isResumed ? before.results : new TrialResults(header.metrics, Math.max(64, header.trials));
  const close = (): void => {
    try {
      journal.close();
    } finally {
      lock.release();
    }
  };
  const dropEarlier = (): void => rmSync(join(out, SUPERSEDED), { force: true });
  return { journal, results, dropEarlier, close };
}

function requireSameRun(path: string, before: RunHeader, now: RunHeader): void {
  const changes = [...whatChanged(code(before), code(now)), ...whatChanged(before.sweep, now.sweep)];
  if (changes.length === 0) return;
  throw new ConfigError(
    changes.slice(0, 20).map((change): Finding => ({
      code: 'HG-RESUME-001',
      place: `${path}: ${change.path}`,
      value: `${printable(change.before ?? 'nothing', 300)} -> ${printable(change.now ?? 'nothing', 300)}`,
      rule: `a run is resumed with what it was begun with; ${change.path} has changed`,
      hint: 'change it back and resume, or start another run with another --out',
    })),
  );
}

/** Digests of what a run is made of besides its sweep, which is compared in full; of several instruments each has its own. */
const code = ({ fingerprint: { engine, strategy, data }, data: { digests = {} } }: RunHeader): Json => ({
  engine,
  strategy,
  data: Object.keys(digests).length > 1 ? digests : data,
});

function putAside(out: string, before: OpenedJournal<RunHeader>, now: RunHeader, notice: Notice): void {
  const path = journalPath(out);
  const { header, results } = before;
  if (results.count > 0 && results.count < header.trials) {
    throw new ConfigError({
      code: 'HG-RESUME-002',
      place: path,
      value: `${results.count} of ${header.trials} trials of ${header.name}`,
      rule: 'the output directory holds an unfinished run',
      hint: 'add --resume to go on with it, or choose another directory with --out',
    });
  }
  if (results.count === 0) return;
  if (whatChanged({ ...header.fingerprint }, { ...now.fingerprint }).length === 0) {
    renameSync(path, join(out, SUPERSEDED));
    return;
  }
  let k = 1;
  while (existsSync(join(out, `earlier-${k}`))) k++;
  const kept = join(out, `earlier-${k}`);
  mkdirSync(kept);
  for (const name of OUTPUTS) if (existsSync(join(out, name))) renameSync(join(out, name), join(kept, name));
  notice('HG-JOURNAL-013', `the results of an earlier, different run in ${out} were moved to ${kept}`);
}

function makeOutput(out: string): void {
  try {
    makeDirectory(out);
  } catch (error) {
    throw new StorageError(
      {
        code: 'HG-OUT-002',
        place: out,
        value: (error as Error).message,
        rule: 'the output directory cannot be made',
        hint: 'choose a directory that this user may write to with --out',
      },
      { cause: error },
    );
  }
}
