import { resolve } from 'node:path';
import { Command } from 'commander';
import type { SessionSchedule } from '../data/sessions/session-schedule.js';
import { out } from './console.js';
import { addReadingFlags, specOf, type DataFlags } from './data-flags.js';

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
    .description('check files of bars and put them into the catalog as one series')
    .argument('<file...>', 'CSV, JSON, Arrow, Feather or Parquet; .gz and .zip too')
    .requiredOption('--symbol <name>', 'name of the instrument in the catalog');
  return addReadingFlags(command)
    .option(...CATALOG)
    .action(async (path: string[], flags: DataFlags) => {
      const spec = await specOf(flags, { path });
      out((await store(spec, flags)).join('\n'));
    });
}

function checkCommand(): Command {
  const command = new Command('check')
    .description(
      'read files of bars and report rows, range, gaps, duplicates and faults; exit code 3 when they are refused',
    )
    .argument('<file...>', 'CSV, JSON, Arrow, Feather or Parquet; .gz and .zip too')
    .option('--symbol <name>', 'name of the instrument in the report');
  return addReadingFlags(command)
    .option('--venue <file>', 'venue file, whose sessions the bars are held to: which days lack bars')
    .option('--json', 'the report as JSON')
    .action(async (path: string[], flags: DataFlags) => {
      const spec = await specOf(flags, { path });
      const [{ loadBars, loadMarket }, { reportLines, reportRecord }] = await Promise.all([
        import('../data/load.js'),
        import('../data/report.js'),
      ]);
      const baseDir = process.cwd();
      const { report } =
        typeof flags['venue'] === 'string'
          ? await loadMarket(spec, { baseDir, sessionOf: await sessionsOf(flags['venue']) })
          : await loadBars(spec, { baseDir });
      out(flags.json === true ? JSON.stringify(reportRecord(report), null, 2) : reportLines(report).join('\n'));
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
      const { catalogFolder, readManifest } = await import('../data/catalog/manifest.js');
      const entries = readManifest(catalogFolder(flags.catalog));
      if (flags.json === true) return out(JSON.stringify(entries, null, 2));
      const rows = entries.map((e) => [
        e.symbol,
        e.interval,
        String(e.rows),
        e.first,
        e.last,
        String(e.gaps),
        e.source.join(' '),
      ]);
      out(table([['symbol', 'interval', 'bars', 'first', 'last', 'gaps', 'source'], ...rows]));
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
    .option(...CATALOG)
    .action(async (flags: DataFlags) => {
      const spec = await specOf(flags, { source: 'synthetic' });
      out((await store(spec, flags)).join('\n'));
    });
}

/** Loads bars, writes them into the catalog, and returns the lines that report it. */
async function store(spec: Awaited<ReturnType<typeof specOf>>, flags: DataFlags): Promise<string[]> {
  const [{ catalogRow, loadBars }, { addToCatalog }, { catalogFolder }, { reportLines }] = await Promise.all([
    import('../data/load.js'),
    import('../data/catalog/catalog.js'),
    import('../data/catalog/manifest.js'),
    import('../data/report.js'),
  ]);
  const { columns, report } = await loadBars(spec, { baseDir: process.cwd(), catalogDir: flags.catalog });
  const folder = catalogFolder(flags.catalog);
  const { file } = addToCatalog(folder, columns, catalogRow(report));
  return [...reportLines(report), `catalog:    ${folder}`, `file:       ${file}`];
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
