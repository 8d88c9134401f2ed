import type { RaisedWarning } from '../../trial/setting-warnings.js';

/** What a running sweep tells the outside, in order. The command line draws it, `--json` prints it, tests read it. */
export type SweepEvent =
  | { readonly event: 'notice'; readonly code: string; readonly message: string }
  | ({ readonly event: 'warning' } & RaisedWarning)
  | {
      readonly event: 'start';
      readonly name: string;
      readonly out: string;
      /** Trials to run in all, how many of them the journal already holds, candidates shut out by constraints (null = not counted). */
      readonly trials: number;
      readonly resumed: number;
      readonly excluded: number | null;
      readonly workers: number;
      readonly bars: number;
    }
  | {
      readonly event: 'progress';
      readonly done: number;
      readonly failed: number;
      readonly trials: number;
      readonly trialsPerSecond: number;
      /** Seconds; null until it can be told honestly. */
      readonly etaSeconds: number | null;
      readonly best: { readonly trial: number; readonly value: number } | null;
    }
  | {
      readonly event: 'done';
      readonly status: 'complete' | 'interrupted';
      readonly done: number;
      readonly failed: number;
      readonly filtered: number;
      readonly trials: number;
      readonly seconds: number;
      readonly best: { readonly trial: number; readonly value: number } | null;
      readonly out: string;
    };
