import { rank } from '../analysis/ranking.js';
import type { RankedRow } from '../analysis/ranking.js';
import type { ResultTable, Target } from '../analysis/result-table.js';
import { bestParamsJson } from './best-params.js';
import type { Winner } from './best-params.js';
import { bestPresetYaml } from './best-preset.js';
import { runFiles } from './best-backtest/files.js';
import { checkReplay } from './check-replay.js';
import { manifestJson } from './manifest.js';
import type { SweepFacts } from './manifest.js';
import { removeFolder, replaceFiles } from '../base/replace-files.js';
import type { Content } from '../base/replace-files.js';
import { resultsCsv } from './results-csv.js';
import type { Fingerprint, RunReport } from './run-report.js';

/** The winner of a sweep, run again with recording on by the code that runs trials. */
export interface BestTrial extends Winner {
  readonly report: RunReport;
}

export interface SweepReport {
  readonly name: string;
  readonly strategy: string;
  readonly seed: number;
  readonly fingerprint: Fingerprint;
  readonly target: Target;
  readonly table: ResultTable;
  /** `bestRow(table, target)`, replayed; null when no row can win. */
  readonly best: BestTrial | null;
  readonly facts: SweepFacts;
}

/**
 * Writes optimization_results.csv, best_params.json, <name>_best.yaml, best_backtest/ and manifest.json by rename, the manifest last. Without a row
 * that can win, the table is still written and the winner's files of an earlier run are removed.
 *
 * @returns all rows in their order
 * @throws TrialError when the replay differs from its row in any bit
 * @throws StorageError when the directory cannot be written
 */
export function writeSweepOutputs(dir: string, report: SweepReport): RankedRow[] {
  const { table, target, best } = report;
  const ranked = rank(table, target);
  const winner = ranked[0]?.rank === 1 ? ranked[0].row : null;
  if ((winner?.trial ?? null) !== (best?.trial ?? null)) {
    throw new RangeError(`the winner is trial ${winner?.trial}, but trial ${best?.trial} was replayed`);
  }
  if (winner && best) checkReplay(winner.trial, table.metrics, winner.metrics, best.report.metrics);

  const files = new Map<string, Content>([
    ['optimization_results.csv', resultsCsv(table, ranked)],
    ['best_params.json', best && bestParamsJson(best, target, best.report)],
    [`${report.name}_best.yaml`, best && bestPresetYaml(best, target, best.report)],
  ]);
  if (best) for (const [name, content] of runFiles(best.report)) files.set(`best_backtest/${name}`, content);
  const { name, strategy, seed, fingerprint } = report;
  files.set('manifest.json', manifestJson({ name, strategy, seed, ...target, fingerprint }, ranked, report.facts));
  replaceFiles(dir, files);
  if (!best) removeFolder(dir, 'best_backtest');
  return ranked;
}
