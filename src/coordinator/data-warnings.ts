import type { Json } from '../base/json.js';
import { sessionShortage } from '../data/sessions/session-report.js';
import type { RunWarning } from '../report/run-report.js';
import type { RunMarkets } from './run-markets.js';
import { tickWarnings } from './tick-warnings.js';

/**
 * What is to be known of the bars of a run before its results are believed: symbols that are missing, sessions without bars, sessions that
 * lack some, and prices that do not fit the venue's tick.
 */
export const dataWarnings = (
  { reports, markets }: Pick<RunMarkets, 'reports' | 'markets'>,
  settings: Json,
): readonly RunWarning[] => [
  ...reports.flatMap(({ leftOut = [] }) => leftOut.map(missingSymbol)),
  ...reports.flatMap(({ symbol, sessions }) => {
    const shortage = sessions && sessionShortage(sessions);
    if (!shortage) return [];
    const hint = 'half days belong into venue.session.early_close; hgopt data check --venue lists the dates';
    return [{ code: 'HG-DATA-080', rule: `${symbol}: ${shortage}`, hint }];
  }),
  ...tickWarnings(markets, settings),
];

const missingSymbol = (symbol: string): RunWarning => ({
  code: 'HG-DATA-081',
  rule: `${symbol} is left out of the run: the catalog does not hold it`,
  hint: 'bring it in with hgopt data import, or take it off the list',
});
