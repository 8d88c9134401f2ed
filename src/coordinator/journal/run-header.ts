import type { ResultFilter } from '../../analysis/filters.js';
import type { Target } from '../../analysis/result-table.js';
import { sha256 } from '../../base/digest.js';
import { canonicalJson, type Json } from '../../base/json.js';
import type { Fingerprint } from '../../report/run-report.js';
import type { TrialSetup } from '../../trial/setup.js';
import type { JournalHeader } from './journal.js';

/** A trial setup without its shared memory. */
export type StoredSetup = Omit<TrialSetup, 'markets' | 'columns' | 'columnCacheBytes'>;

/** What a run is: first record of its journal, and enough to run any of its trials again. */
export interface RunHeader extends JournalHeader {
  readonly name: string;
  readonly fingerprint: Fingerprint;
  /** All that decides results besides code and bars; `fingerprint.sweep` is its digest. */
  readonly sweep: Json;
  /** Trials planned when the run was begun. */
  readonly trials: number;
  readonly setup: StoredSetup;
  /** Data section of each instrument, the directory that its paths start from, and the digest of the bars of each symbol. */
  readonly data: {
    readonly spec: Json;
    readonly baseDir: string;
    readonly digests: { readonly [symbol: string]: string };
    /** The part that is traded, as it stands in the file; absent = all. */
    readonly window?: Json;
  };
  readonly target: Target;
  readonly filters: readonly ResultFilter[];
  /** ISO 8601. */
  readonly startedAt: string;
}

/**
 * Digest of all that decides results besides code and bars. Worker counts, limits of time and memory, the output directory and the number of
 * trials to stop after are not part of it: a run may be resumed with others.
 */
export const sweepDigest = (sweep: Json): string => sha256(canonicalJson(sweep));
