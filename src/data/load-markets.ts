import { DataError, type Finding } from '../base/errors.js';
import { formatInterval } from '../base/time.js';
import type { DataSpec } from './data-spec.js';
import { loadMarket, type LoadContext } from './load.js';
import type { DataReport } from './report.js';
import type { SharedMarket } from './shared/shared.js';

/** One instrument of a run, with the section that it came from. */
export interface LoadedMarket {
  readonly spec: DataSpec;
  readonly market: SharedMarket;
  readonly report: DataReport;
}

/**
 * The markets of a run in code-point order of their symbols, in whatever order their sections stand.
 *
 * Sections of `missing: skip` whose symbol the catalog does not hold are left out and stand in the report of the first market.
 *
 * @throws DataError with the findings of all sections; when none is left; when two have one symbol, or when their bars differ in length
 */
export async function loadMarkets(specs: readonly DataSpec[], context: LoadContext): Promise<readonly LoadedMarket[]> {
  const loaded: LoadedMarket[] = [];
  const findings: Finding[] = [];
  const leftOut: Finding[] = [];
  for (const spec of specs) {
    try {
      loaded.push({ spec, ...(await loadMarket(spec, context)) });
    } catch (error) {
      if (!(error instanceof DataError) || specs.length === 1) throw error;
      const isLeftOut = spec.missing === 'skip' && error.findings.every(({ code }) => code === NOT_IN_CATALOG);
      (isLeftOut ? leftOut : findings).push(...error.findings.map((finding) => ofSymbol(finding, spec.symbol)));
    }
  }
  if (findings.length > 0 || loaded.length === 0) throw new DataError([...findings, ...leftOut]);
  loaded.sort((a, b) => (a.market.symbol < b.market.symbol ? -1 : 1));
  requireDifferentSymbols(loaded);
  requireOneInterval(loaded);
  const [first, ...others] = loaded as [LoadedMarket];
  if (leftOut.length === 0) return loaded;
  const symbols = leftOut.map(({ value }) => value ?? '');
  return [{ ...first, report: { ...first.report, leftOut: symbols } }, ...others];
}

/** The finding of a symbol that the catalog does not hold. */
const NOT_IN_CATALOG = 'HG-DATA-068';

/** Which of several instruments a finding is about. */
const ofSymbol = (finding: Finding, symbol: string | undefined): Finding =>
  symbol === undefined || finding.place.includes(symbol)
    ? finding
    : { ...finding, place: `${symbol}: ${finding.place}` };

const placeOf = ({ market, report }: LoadedMarket): string => report.files[0] ?? `data of ${market.symbol}`;

function requireDifferentSymbols(loaded: readonly LoadedMarket[]): void {
  const double = loaded.find(({ market }, k) => market.symbol === loaded[k - 1]?.market.symbol);
  if (!double) return;
  throw new DataError({
    code: 'HG-DATA-058',
    place: placeOf(double),
    value: double.market.symbol,
    rule: 'the instruments of a run have different names; two sections give this one',
    hint: 'name them with symbol, or give the files of one instrument as one list: path: [first.csv, second.csv]',
  });
}

function requireOneInterval(loaded: readonly LoadedMarket[]): void {
  const longest = Math.max(...loaded.map(({ market }) => market.intervalMs));
  const shorter = loaded.filter(({ market }) => market.intervalMs !== longest);
  if (shorter.length === 0) return;
  const lengths = loaded.map(({ market }) => `${market.symbol} ${formatInterval(market.intervalMs)}`);
  throw new DataError({
    code: 'HG-DATA-059',
    place: placeOf(shorter[0]!),
    value: lengths.join(', '),
    rule: 'the instruments of one run have bars of one length',
    hint: `sum the shorter bars up with resample: ${formatInterval(longest)}`,
  });
}
