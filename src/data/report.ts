import type { Json } from '../base/json.js';
import { formatInterval, formatTime } from '../base/time.js';
import { fundingLines, fundingRecord, type FundingReport } from './funding-report.js';
import type { GapSummary } from './validate/gaps.js';
import type { Coverage } from './resample.js';
import { sessionLines, sessionRecord } from './sessions/session-report.js';
import type { SessionCoverage } from './sessions/session-coverage.js';

/** Where bars came from and what had to happen to them. */
export interface Origin {
  readonly symbol: string;
  /** Kind of source, and the files as the user named them. */
  readonly source: string;
  readonly files: readonly string[];
  readonly intervalMs: number;
  readonly rowsRead: number;
  /** Equal rows that were collapsed. */
  readonly duplicates: number;
  readonly wasSorted: boolean;
  /** Rows that `repair` dropped, by the code of the rule they broke. */
  readonly repairs: Readonly<Record<string, number>>;
  /** Interval of the bars that were summed up, ms; null = none were. */
  readonly resampledFrom: number | null;
  /** Which column of the file each value came from. */
  readonly mapping: string;
  readonly notices: readonly string[];
}

/** What a load found and did: shown by `hgopt data check`, kept in manifests and reports. */
export interface DataReport extends Origin {
  /** Bars that came out. */
  readonly rows: number;
  /** Open of the first and the last bar. */
  readonly first: number;
  readonly last: number;
  readonly gaps: GapSummary;
  /** How well bars are filled that this load summed up. */
  readonly coverage: Coverage | null;
  /** Trading sessions of the bars; null when the market trades around the clock. */
  readonly sessions: SessionCoverage | null;
  readonly digest: string;
  /** Symbols that were wanted beside this one and that the catalog does not hold; absent where none is missing. */
  readonly leftOut?: readonly string[];
  /** Absent where the bars have no funding. */
  readonly funding?: FundingReport;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

const WEEKDAYS = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];

function gapText({ count: gaps, missing, longestMs, closed }: GapSummary): string {
  const without = closed.length === 0 ? '' : `, ${closed.map((day) => WEEKDAYS[day]).join(' and ')} not counted`;
  if (gaps === 0) return `none${without}`;
  const longest = `longest ${Math.round((longestMs / 3_600_000) * 100) / 100} h`;
  return `${gaps} (${count(missing, 'bar')} missing, ${longest}${without})`;
}

/** The report in lines of `name: text`, for people. */
export function reportLines(report: DataReport): string[] {
  const { coverage } = report;
  const repaired = Object.entries(report.repairs).map(([code, rows]) => `${code}: ${rows}`);
  const lines = [
    `symbol:     ${report.symbol}`,
    `files:      ${report.files.join(', ') || report.source}`,
    `columns:    ${report.mapping}`,
    `interval:   ${formatInterval(report.intervalMs)}`,
    `rows:       ${report.rows}${report.rows === report.rowsRead ? '' : ` of ${report.rowsRead}`}`,
    `range:      ${formatTime(report.first)} .. ${formatTime(report.last)}`,
    `gaps:       ${gapText(report.gaps)}`,
    ...report.gaps.longest
      .slice(0, 3)
      .map((gap) => `            ${formatTime(gap.after)} .. ${formatTime(gap.before)}: ${gap.missing} missing`),
    `duplicates: ${report.duplicates}`,
    `repaired:   ${repaired.join(', ') || 'none'}${report.wasSorted ? ' (rows were put in order)' : ''}`,
  ];
  if (coverage) {
    const poorest = coverage.partial > 0 ? `, the poorest ${Math.round(coverage.least * 1000) / 10} % full` : '';
    const text = `${count(coverage.partial, 'partial bar')}${poorest}; ${coverage.dropped} dropped at the ends`;
    lines.push(`summed up:  from ${formatInterval(coverage.fromMs)}; ${text}`);
  }
  if (report.sessions) lines.push(...sessionLines(report.sessions));
  if (report.funding) lines.push(...fundingLines(report.funding));
  lines.push(`digest:     ${report.digest}`);
  return [...lines, ...report.notices.map((notice) => `notice:     ${notice}`)];
}

/** The report as data for files and programs: snake_case names, ISO times, intervals as they are written in settings. */
export function reportRecord(report: DataReport): Readonly<Record<string, Json>> {
  const { symbol, source, files, rowsRead, duplicates, wasSorted, repairs, mapping, notices, rows, digest } = report;
  const { gaps, coverage, sessions, resampledFrom } = report;
  return {
    symbol,
    source,
    files: [...files],
    columns: mapping,
    interval: formatInterval(report.intervalMs),
    rows,
    rows_read: rowsRead,
    first: formatTime(report.first),
    last: formatTime(report.last),
    gaps: {
      count: gaps.count,
      missing: gaps.missing,
      longest: gaps.longest.map(({ after, before, missing }) => ({
        after: formatTime(after),
        before: formatTime(before),
        missing,
      })),
      not_counted: gaps.closed.map((day) => WEEKDAYS[day]!),
    },
    duplicates,
    repairs: { ...repairs },
    was_sorted: wasSorted,
    resampled_from: resampledFrom === null ? null : formatInterval(resampledFrom),
    coverage: coverage && {
      from: formatInterval(coverage.fromMs),
      partial: coverage.partial,
      least: coverage.least,
      dropped: coverage.dropped,
    },
    sessions: sessions && sessionRecord(sessions),
    ...(report.funding && { funding: fundingRecord(report.funding) }),
    notices: [...notices],
    digest,
  };
}
