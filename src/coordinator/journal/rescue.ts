import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageError } from '../../base/errors.js';
import { Journal } from './journal.js';
import type { RunHeader } from './run-header.js';
import { journalPath } from './run-journal.js';
import type { TrialResults } from '../trial-results.js';

/**
 * For a run whose output directory was deleted or moved under it: writes all results to a journal in the system's directory for temporary
 * files. Null when the journal is where it should be.
 */
export function rescueResults(out: string, header: RunHeader, results: TrialResults): StorageError | null {
  const lost = journalPath(out);
  if (existsSync(lost)) return null;
  const path = join(tmpdir(), `hgopt-${header.name}-${process.pid}-journal.bin`);
  const journal = Journal.create(path, header);
  for (const trial of results.trials()) {
    const { row, failure } = results.recordOf(trial);
    journal.append(row, failure ? [failure] : []);
  }
  journal.close();
  return new StorageError({
    code: 'HG-JOURNAL-006',
    place: lost,
    rule: 'the output directory was deleted or moved while the run was going on',
    hint: `all ${results.count} results are in ${path}; move that file to ${lost} and resume the run`,
  });
}
