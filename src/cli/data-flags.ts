import type { Command } from 'commander';
import { ConfigError } from '../base/errors.js';
import type { DataSpec } from '../data/data-spec.js';
import { repeated } from './flags.js';

/** What the flags of the data commands hold: texts under the names of the fields of a `data` section, in camel case. */
export interface DataFlags {
  readonly catalog?: string;
  readonly json?: boolean;
  readonly columns?: readonly string[];
  readonly [flag: string]: unknown;
}

/** Fields whose texts are numbers. */
const NUMBERS = new Set([
  'price_scale',
  'bars',
  'seed',
  'initial_price',
  'volatility',
  'drift',
  'clustering',
  'seasonality',
  'tick',
]);
/** Flags that are no field of a data section. */
const OTHERS = new Set(['catalog', 'json', 'columns', 'venue', 'outliers']);

/** Flags of the files that stand beside the bars of a perpetual. */
export const addFundingFlags = (command: Command): Command =>
  command
    .option('--funding <file>', 'file of funding rates; several times', repeated)
    .option('--mark <file>', 'file of mark prices at the settlements; several times', repeated);

/** Flags that say how files are read; the same words as in the `data` section of a sweep file. */
export function addReadingFlags(command: Command): Command {
  return command
    .option('--source <kind>', 'csv, json, arrow or parquet, where the ending of the file does not say it')
    .option('--interval <interval>', 'length of a bar: 1m, 1h, 1d; found from the stamps when not given')
    .option('--timezone <zone>', 'zone of stamps that carry none, such as UTC or America/New_York')
    .option('--fold <rule>', 'local times that occur twice: earlier, later or sequence')
    .option('--stamp <which>', 'open or close: what the stamps of the bars mark')
    .option('--date <day>', 'day of stamps in milliseconds since midnight, YYYY-MM-DD')
    .option(
      '--columns <role=name>',
      'column of time, open, high, low, close or volume, by name or position; several times',
      repeated,
    )
    .option('--delimiter <character>', 'separator of a CSV file: , ; | or tab')
    .option('--price-scale <number>', 'divide prices by this')
    .option('--sort', 'put rows in order')
    .option('--repair', 'drop bad rows and count them')
    .option('--resample <interval>', 'sum bars up to a longer interval')
    .option('--from <time>', 'first moment, ISO, inclusive')
    .option('--to <time>', 'end, ISO, exclusive');
}

/**
 * The data section that flags spell out.
 *
 * @throws ConfigError naming the flag
 */
export async function specOf(flags: DataFlags, fixed: Readonly<Record<string, unknown>>): Promise<DataSpec> {
  const { dataSpec } = await import('../data/data-spec.js');
  const section: Record<string, unknown> = { ...fixed };
  for (const [flag, value] of Object.entries(flags)) {
    if (OTHERS.has(flag)) continue;
    const field = flag.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
    section[field] = NUMBERS.has(field) ? Number(value) : value;
  }
  if (section['sessions'] === true) section['sessions'] = {};
  if (section['delimiter'] === 'tab' || section['delimiter'] === '\\t') section['delimiter'] = '\t';
  if (flags.columns)
    section['columns'] = Object.fromEntries(flags.columns.flatMap((text) => text.split(',')).map(columnOf));
  const result = dataSpec.safeParse(section);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map(({ path, message, ...issue }) => {
      const [field = 'file', ...rest] = issue.code === 'unrecognized_keys' ? [...path, ...issue.keys] : path;
      const given = flags[String(field).replace(/_[a-z]/g, (c) => c[1]!.toUpperCase())];
      return {
        code: 'HG-CLI-007',
        place: [`--${String(field).replaceAll('_', '-')}`, ...rest].join(' '),
        value: given === undefined ? undefined : String(given),
        rule: message,
        hint: 'hgopt data --help lists the commands, and --help behind one of them its flags',
      };
    }),
  );
}

/** `volume=none`, `time=ts` or `open=1` as an entry of `columns`. */
function columnOf(text: string): [string, string | number | null] {
  const at = text.indexOf('=');
  if (at <= 0) {
    throw new ConfigError({
      code: 'HG-CLI-007',
      place: '--columns',
      value: text,
      rule: 'a column is given as role=name or role=position',
      hint: 'for example --columns time=ts --columns volume=none',
    });
  }
  const name = text.slice(at + 1);
  return [text.slice(0, at), name === 'none' ? null : /^\d+$/.test(name) ? Number(name) : name];
}
