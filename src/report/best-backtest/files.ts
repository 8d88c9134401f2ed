import type { ActorTable } from '../../engine/record/record.js';
import { csvText, type Cells } from '../cells.js';
import { csvLine } from '../csv-text.js';
import { jsonText } from '../json-text.js';
import { parquetBytes } from '../parquet.js';
import type { Content } from '../../base/replace-files.js';
import type { RunReport } from '../run-report.js';
import { equityRows } from './equity.js';
import { eventsJsonl } from './events.js';
import { exposureRows } from './exposure.js';
import { fillsCsv } from './fills.js';
import { combinedRRows, isInR } from './in-r.js';
import { ledgerJsonl } from './ledger.js';
import { lotsCsv } from './lots.js';
import { metricsRows, performanceMetricsCsv } from './metrics.js';
import { monthlyReturnsCsv } from './monthly-returns.js';
import { ordersCsv } from './orders.js';
import { perSymbolRows } from './per-symbol.js';
import { positionsCsv } from './positions.js';
import { symbolTables } from './symbol-files.js';
import { summaryJson } from './summary.js';
import { tradesRows } from './trades.js';

/** The files of one recorded run, by name. Pure functions of the run: the same run gives the same bytes. */
export function runFiles(report: RunReport): Map<string, Content> {
  const { record, seed, fingerprint } = report;
  const { tables = {}, documents = {} } = record.journal ?? {};
  return new Map<string, Content>([
    ...Object.entries(tables).map(([name, table]) => [`${name}.csv`, ownTableCsv(table)] as const),
    ...Object.entries(documents).map(([name, document]) => [`${name}.json`, jsonText(document)] as const),
    ['config.json', jsonText({ ...(report.config as object), seed, fingerprint })],
    ['summary.json', summaryJson(report)],
    ...both('metrics', () => metricsRows(report)),
    ['performance_metrics.csv', performanceMetricsCsv(report)],
    ['orders.csv', ordersCsv(record)],
    ['fills.csv', fillsCsv(record)],
    ['ledger.jsonl', ledgerJsonl(record)],
    ['events.jsonl', eventsJsonl(report)],
    ['lots.csv', lotsCsv(report)],
    ['positions.csv', positionsCsv(record)],
    ...both('trades', () => tradesRows(record)),
    ...both('equity', () => equityRows(record)),
    ['exposure.csv', csvText(exposureRows(report))],
    ...(record.markets.length > 1 ? both('per_symbol', () => perSymbolRows(report)) : []),
    ...(record.markets.length > 1 ? symbolTables(report).flatMap(([name, rows]) => both(name, rows)) : []),
    ...(record.markets.length > 1 && isInR(record.trades)
      ? both('combined_r_equity', () => combinedRRows(record))
      : []),
    ['monthly_returns.csv', monthlyReturnsCsv(record)],
  ]);
}

/** A table as text for people and as columns for programs. */
const both = (name: string, rows: () => Iterable<Cells>): readonly (readonly [string, Content])[] => [
  [`${name}.csv`, csvText(rows())],
  [`${name}.parquet`, parquetBytes(rows())],
];

/** A table that the strategy tells of itself, under its own columns. */
function* ownTableCsv({ columns, rows }: ActorTable): Generator<string> {
  yield csvLine(columns);
  for (const row of rows) yield csvLine(row);
}
