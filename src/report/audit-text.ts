import Table from 'cli-table3';
import { TOLERANCE, type Check } from '../audit/check.js';
import { numberText } from './number-text.js';

/** Differences shown of each check. */
const SHOWN = 5;

/** What an audit found, as a table and the first differences; no colours. */
export function auditText(dir: string, checks: readonly Check[], withoutPrices: string | null): string {
  const table = new Table({
    head: ['check', 'compared', 'largest difference', ''],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'left'],
  });
  for (const check of checks) {
    const largest = Number.isFinite(check.largest) ? numberText(Number(check.largest.toPrecision(2))) : '-';
    table.push([check.name, numberText(check.compared), largest, check.isPassed ? 'ok' : 'DIFFERS']);
  }
  const wrong = checks.flatMap(({ differences }) => [
    ...differences.slice(0, SHOWN).map((d) => `${d.place}: the file says ${d.claimed}, the books say ${d.expected}`),
    ...(differences.length > SHOWN ? [`... and ${differences.length - SHOWN} more`] : []),
  ]);
  return [
    table.toString(),
    ...wrong,
    ...(withoutPrices === null ? [] : [`without the market's prices, open positions are not valued: ${withoutPrices}`]),
    wrong.length === 0
      ? `${dir}: the books balance (exact fractions, differences up to ${TOLERANCE} of the amounts allowed)`
      : `${dir}: the files do not agree with the books`,
  ].join('\n');
}
