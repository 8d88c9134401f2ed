import type { DataReport } from '../data/report.js';
import { sessionShortage } from '../data/sessions/session-report.js';
import type { RunWarning } from '../report/run-report.js';

/**
 * What is to be known of the bars of a run before its results are believed: symbols that are missing, sessions without bars, and sessions that
 * lack some.
 */
export const dataWarnings = (reports: readonly DataReport[]): readonly RunWarning[] => [
  ...reports.flatMap(({ leftOut = [] }) => leftOut.map(missingSymbol)),
  ...reports.flatMap(({ symbol, sessions }) => {
    const shortage = sessions && sessionShortage(sessions);
    if (!shortage) return [];
    const hint = 'half days belong into venue.session.early_close; hgopt data check --venue lists the dates';
    return [{ code: 'HG-DATA-080', rule: `${symbol}: ${shortage}`, hint }];
  }),
];

const missingSymbol = (symbol: string): RunWarning => ({
  code: 'HG-DATA-081',
  rule: `${symbol} is left out of the run: the catalog does not hold it`,
  hint: 'bring it in with hgopt data import, or take it off the list',
});
