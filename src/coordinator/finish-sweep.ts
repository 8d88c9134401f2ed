import { bestRow, type RankedRow } from '../analysis/ranking.js';
import { symbolTable } from '../report/symbol-table.js';
import type { ResultTable, Target } from '../analysis/result-table.js';
import type { Json, ParamValue } from '../base/json.js';
import { packageVersion } from '../base/own-package.js';
import { withValue } from '../config/yaml/resolve-point.js';
import { reportRecord } from '../data/report.js';
import type { RunWarning } from '../report/run-report.js';
import { writeSweepOutputs, type BestTrial } from '../report/write-sweep.js';
import { createTrialRunner } from '../trial/runner.js';
import type { TrialSetup } from '../trial/setup.js';
import { columnStatistics, type ColumnStatistics } from '../trial/shared-columns.js';
import type { PreparedSweep } from './prepare-sweep.js';
import { recordRun } from './recorded-run.js';
import { windowOf } from './run-markets.js';
import { sweepTable } from './sweep-table.js';
import type { TrialResults } from './trial-results.js';

export interface FinishedSweep {
  readonly table: ResultTable;
  readonly ranked: readonly RankedRow[];
  readonly target: Target;
  /** What the strategy warns of in the results of the winner. */
  readonly cautions: readonly RunWarning[];
  /** Figures of each symbol of the winner, for a console; null without a winner or with one symbol. */
  readonly symbols: string | null;
  readonly failed: number;
  readonly filtered: number;
  /** 4 when trials failed or none can be ranked. */
  readonly exitCode: 0 | 4;
}

export interface FinishOptions {
  readonly out: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly wallSeconds: number;
  readonly workers: number;
}

/**
 * Ranks the results, runs the winner again with everything on record and writes all outputs. They are a function of sweep, results and bars.
 * @throws TrialError when the winner does not repeat its row, StorageError when the outputs cannot be written
 */
export async function finishSweep(
  sweep: PreparedSweep,
  setup: TrialSetup,
  results: TrialResults,
  options: FinishOptions,
): Promise<FinishedSweep> {
  const { header, design, candidates, data } = sweep;
  const [report, ...others] = data.reports;
  const { name, target, filters, metrics, fingerprint } = header;
  const parameters = setup.dimensions.map((dimension) => dimension.name);
  const valuesOf = (trial: number): readonly ParamValue[] => design.at(trial);
  const table = sweepTable(results, { trials: candidates.trials, parameters, metrics, filters, valuesOf });
  const best = await bestTrial(sweep, setup, table);
  const ranked = writeSweepOutputs(options.out, {
    name,
    strategy: setup.strategy.name,
    seed: setup.seed,
    fingerprint,
    target,
    table,
    best,
    facts: {
      version: packageVersion(),
      startedAt: options.startedAt,
      wallSeconds: options.wallSeconds,
      workers: options.workers,
      excluded: candidates.excluded,
      data: others.length === 0 ? reportRecord(report!) : data.reports.map(reportRecord),
      extra: {
        warnings: sweep.warnings,
        sweep: header.sweep,
        ...(setup.columns && { columns: columnRecord(columnStatistics(setup.columns)) }),
      },
    },
  });
  const count = (status: string): number => table.rows.filter((row) => row.status === status).length;
  const [failed, filtered] = [count('failed'), count('filtered')];
  const known = new Set(sweep.warnings.map(({ code }) => code));
  const cautions = best?.report.warnings?.filter(({ code }) => !known.has(code)) ?? [];
  const symbols = best && others.length > 0 ? symbolTable(best.report) : null;
  const exitCode = failed > 0 || ranked[0]?.rank !== 1 ? 4 : 0;
  return { table, ranked, target, cautions, symbols, failed, filtered, exitCode };
}

/** Share of the requests for columns that no computation had to answer, beside the counts; null without requests. */
function columnRecord(statistics: ColumnStatistics): Json {
  const { requests, computed, apart } = statistics;
  return { hit_rate: requests === 0 ? null : 1 - (computed + apart) / requests, ...statistics };
}

async function bestTrial(sweep: PreparedSweep, setup: TrialSetup, table: ResultTable): Promise<BestTrial | null> {
  const { name, fingerprint, data, target } = sweep.header;
  const best = bestRow(table, target);
  if (!best) return null;
  const runner = await createTrialRunner(setup);
  const report = await recordRun(runner, { name, setup, fingerprint, data: data.spec, ...windowOf(data) }, best.trial);
  const { params } = (report.config as { readonly strategy: { readonly params: Json } }).strategy;
  let settings: Json = {};
  setup.dimensions.forEach(({ name: path, target: section }, k) => {
    if (section === 'settings') settings = withValue(settings, path.split('.'), best.values[k]!);
  });
  return { trial: best.trial, params, settings, report };
}
