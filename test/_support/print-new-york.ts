/** Loads the New York file named on the command line and prints what came out: run by tests under several TZ settings. */
import { dirname, basename } from 'node:path';
import { dataSpec, loadBars } from '../../src/data/load.js';
import { reportLines } from '../../src/data/report.js';
import { buildMarket } from '../../src/data/shared.js';

const path = process.argv[2]!;
const spec = dataSpec.parse({
  path: basename(path),
  timezone: 'America/New_York',
  fold: 'sequence',
  from: '2024-03-01',
  to: '2025-01-01',
});
const { columns, report } = await loadBars(spec, { baseDir: dirname(path) });
const market = buildMarket({ ...columns, symbol: 'NY', intervalMs: report.intervalMs });
process.stdout.write([...reportLines(report), Array.from(columns.time).join(), market.dayEnd.join()].join('\n'));
