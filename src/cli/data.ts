import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { ConfigError } from '../base/errors.js';
import type { SessionSchedule } from '../data/sessions/session-schedule.js';
import { findOutliers, OUTLIER_METHODS, type OutlierMethod } from '../data/validate/outliers.js';
import { out } from './console.js';
import { addFundingFlags, addReadingFlags, specOf, type DataFlags } from './data-flags.js';
import { storeBars, storeFunding } from './data-store.js';

/** `hgopt data`: brings market data into the catalog, checks files, lists what there is. */
export function dataCommand(): Command {
  return new Command('data')
    .description('import, check, list or generate market data')
    .addCommand(importCommand())
    .addCommand(checkCommand())
    .addCommand(listCommand())
    .addCommand(synthCommand());
}

const CATALOG = ['--catalog <dir>', 'folder of the catalog (default: HGOPT_CATALOG, else .hgopt/catalog)'] as const;

function importCommand(): Command {
  const command = new Command('import')
    .description('check files of bars and put them into the catalog as one series, with the funding of a perpetual')
    .argument('[file...]', 'CSV, JSON, Arrow, Feather or Parquet; .gz and .zip too; none to bring in funding alone')
    .requiredOption('--symbol <name>', 'name of the instrument in the catalog');
  return addFundingFlags(addReadingFlags(command))
    .option(...CATALOG)
    .action(async (path: string[], flags: DataFlags) => {
      if (path.length === 0) requireFunding(flags);
      const spec = await specOf(flags, path.length === 0 ? {} : { path });
      const lines = path.length === 0 ? await storeFunding(spec, flags) : await storeBars(spec, flags);
      out(lines.join('\n'));
    });
}

/** @throws ConfigError HG-CLI-007 */
function requireFunding({ funding }: DataFlags): void {
  if (funding !== undefined) return;
  throw new ConfigError({
    code: 'HG-CLI-007',
    place: 'file',
    rule: 'something is brought in: files of bars, or files of funding rates with --funding',
    hint: 'for example hgopt data import BTCUSDT-1m.csv --symbol BTCUSDT --funding BTCUSDT-funding.csv',
  });
}

function checkCommand(): Command {
  const command = new Command('check')
    .description(
      'read files of bars and report rows, range, gaps, duplicates and faults; exit code 3 when they are refused',
    )
    .argument('<file...>', 'CSV, JSON, Arrow, Feather or Parquet; .gz and .zip too')
    .option('--symbol <name>', 'name of the instrument in the report');
  return addFundingFlags(addReadingFlags(command))
    .option('--venue <file>', 'venue file, whose sessions the bars are held to: which days lack bars')
    .addOption(
      new Option('--outliers <method>', 'also tell closes that moved far more than the others').choices(
        OUTLIER_METHODS,
      ),
    )
    .option('--json', 'the report as JSON')
    .action(async (path: string[], flags: DataFlags) => {
      const spec = await specOf(flags, { path });
      const [
        { loadBars, loadMarket },
        { attachMarket },
        { reportLines, reportRecord },
        { outlierLines, outlierRecord },
      ] = await Promise.all([
        import('../data/load.js'),
        import('../data/shared/shared.js'),
        import('../data/report.js'),
        import('../data/outlier-report.js'),
      ]);
      const baseDir = process.cwd();
      const loaded =
        typeof flags['venue'] === 'string'
          ? await loadMarket(spec, { baseDir, sessionOf: await sessionsOf(flags['venue']) })
          : await (spec.funding === undefined ? loadBars : loadMarket)(spec, { baseDir });
      const { report } = loaded;
      const { time, close } = 'columns' in loaded ? loaded.columns : attachMarket(loaded.market);
      const method = flags['outliers'] as OutlierMethod | undefined;
      const outliers = method && findOutliers(time, close, report.intervalMs, method);
      if (flags.json === true) {
        out(
          JSON.stringify({ ...reportRecord(report), ...(outliers && { outliers: outlierRecord(outliers) }) }, null, 2),
        );
      } else out([...reportLines(report), ...(outliers ? outlierLines(outliers) : [])].join('\n'));
    });
}

/** Sessions of each symbol at the venue of a file. @throws ConfigError */
async function sessionsOf(file: string): Promise<(symbol: string) => SessionSchedule | undefined> {
  const [{ readVenueFile }, { sessionOf }] = await Promise.all([
    import('../config/venue-file.js'),
    import('../config/settings/run-settings.js'),
  ]);
  const { venue } = readVenueFile(resolve(file), '--venue');
  return (symbol) => sessionOf({ venue: venue.value }, symbol);
}

function listCommand(): Command {
  return new Command('list')
    .description('list the series of the catalog')
    .option('--json', 'as JSON')
    .option(...CATALOG)
    .action(async (flags: DataFlags) => {
      const { catalogFolder, readCatalog } = await import('../data/catalog/manifest.js');
      const { entries, funding } = readCatalog(catalogFolder(flags.catalog));
      if (flags.json === true) {
        const rates = funding.map((series) => ({ kind: 'funding', ...series }));
        return out(JSON.stringify([...entries, ...rates], null, 2));
      }
      const bars = entries.map((e) => [
        e.symbol,
        e.interval,
        String(e.rows),
        e.first,
        e.last,
        String(e.gaps),
        e.source,
      ]);
      const rates = funding.map((e) => {
        const files = [...e.source, ...e.mark_source];
        return [e.symbol, 'funding', String(e.settlements), e.first, e.last, '', files];
      });
      const rows = [...bars, ...rates].map((row) => row.map((cell) => [cell].flat().join(' ')));
      out(table([['symbol', 'interval', 'rows', 'first', 'last', 'gaps', 'source'], ...rows]));
    });
}

function synthCommand(): Command {
  return new Command('synth')
    .description('generate seeded bars and put them into the catalog')
    .requiredOption('--symbol <name>', 'name of the instrument in the catalog')
    .option('--interval <interval>', 'length of a bar', '1m')
    .option('--bars <n>', 'number of bars', '10000')
    .option('--seed <n>', 'another seed, another market', '1')
    .option('--start <time>', 'open of the first bar, ISO')
    .option('--initial-price <price>', 'price of the first open')
    .option('--volatility <fraction>', 'deviation of log returns a year')
    .option('--drift <fraction>', 'mean log return a year')
    .option('--clustering <share>', 'share of the variance that carries over to the next bar, 0 to 0.99')
    .option('--seasonality <strength>', 'strength of the daily wave, 0 to 1')
    .option('--tick <step>', 'step of the prices')
    .option('--sessions', 'weekday sessions of 390 minutes from 14:30 UTC, instead of bars around the clock')
    .option('--funding', 'funding rates every eight hours beside the bars')
    .option(...CATALOG)
    .action(async ({ funding, ...flags }: DataFlags) => {
      const made = funding === true ? { funding: 'synthetic' } : {};
      const spec = await specOf(flags, { source: 'synthetic', ...made });
      out((await storeBars(spec, flags)).join('\n'));
    });
}

/** Columns padded to their widest cell, two spaces apart. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, k) => cell.padEnd(widths[k]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
