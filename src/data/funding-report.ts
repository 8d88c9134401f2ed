import type { Json } from '../base/json.js';
import { formatTime } from '../base/time.js';
import type { FundingSeries } from './funding-columns.js';

/** What is known of funding that was loaded, beside the report of its bars. */
export interface FundingReport {
  /** Files of the rates and of the mark prices as the user named them; `synthetic` for made-up rates. */
  readonly source: readonly string[];
  readonly markSource: readonly string[];
  readonly settlements: number;
  /** Settlements with a mark price. */
  readonly marked: number;
  /** Smallest and largest rate, fractions; NaN without settlements. */
  readonly least: number;
  readonly most: number;
  /** First and last settlement, UTC ms; NaN without settlements. */
  readonly first: number;
  readonly last: number;
}

export function reportFunding(
  { time, rate, mark }: FundingSeries,
  files: Pick<FundingReport, 'source' | 'markSource'>,
): FundingReport {
  const { length } = time;
  const rates = Array.from(rate);
  return {
    ...files,
    settlements: length,
    marked: mark === undefined ? 0 : Array.from(mark).filter((price) => !Number.isNaN(price)).length,
    least: length === 0 ? NaN : rates.reduce((a, b) => Math.min(a, b)),
    most: length === 0 ? NaN : rates.reduce((a, b) => Math.max(a, b)),
    first: time[0] ?? NaN,
    last: time[length - 1] ?? NaN,
  };
}

/** In lines of `name: text`, for people. */
export function fundingLines({ settlements, marked, first, last, ...report }: FundingReport): string[] {
  const period = settlements === 0 ? '' : `, ${formatTime(first)} .. ${formatTime(last)}`;
  const range = settlements === 0 ? '' : `, rates ${report.least} .. ${report.most}`;
  const marks = marked === 0 ? 'paid on the bars' : `${marked} with a mark price`;
  return [
    `funding:    ${settlements} settlements${period}${range}; ${marks}`,
    `            ${[...report.source, ...report.markSource].join(', ')}`,
  ];
}

export const fundingRecord = (report: FundingReport): Readonly<Record<string, Json>> => ({
  source: [...report.source],
  mark_source: [...report.markSource],
  settlements: report.settlements,
  marked: report.marked,
  first: report.settlements === 0 ? null : formatTime(report.first),
  last: report.settlements === 0 ? null : formatTime(report.last),
});
