import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import type { ConfigDocument } from '../yaml/document.js';

/**
 * The data section for bars of one minute under `general.data_path`: files with `{symbol}` in their path; a tree of Parquet files
 * `exchange=.../market=.../symbol=.../type=candle/timeframe=1m/year=...`, each month a file; else the folder of a catalog. A path starts
 * beside the file, or where the command runs.
 *
 * @throws ConfigError HG-CONFIG-058 when the folder is not there, or its tree has no bars of a symbol
 */
export function barsOf(document: ConfigDocument, path: string, symbols: readonly string[], common: Json): Json {
  const [only] = symbols;
  const named = symbols.length === 1 && only !== undefined ? { symbol: only } : { symbols: [...symbols] };
  if (path.includes('{symbol}')) return { ...named, path, ...(common as object) };
  const beside = resolve(dirname(document.file), path);
  // A path of the data section starts beside the file, too.
  const given = existsSync(beside) ? path : resolve(path);
  const folder = existsSync(beside) ? beside : given;
  if (!existsSync(folder)) throw refuse(document, path, 'the folder of the bars is not there');
  const exchanges = readdirSync(folder).filter((name) => name.startsWith('exchange='));
  if (exchanges.length === 0) return { source: 'catalog', catalog: given, ...named, ...(common as object) };
  return symbols.map((symbol): Json => {
    const files = exchanges.flatMap((exchange) =>
      monthsOf(join(folder, exchange), symbol).map((month) => join(given, exchange, month)),
    );
    if (files.length === 0) throw refuse(document, path, `the tree has no bars of 1m of ${symbol}`);
    return { symbol, source: 'parquet', path: files, columns: { time: 'start_ms' }, ...(common as object) };
  });
}

/** Monthly files of a symbol, oldest first; months may be written without a leading zero. */
function monthsOf(exchange: string, symbol: string): string[] {
  const wanted = `symbol=${symbol}/type=candle/timeframe=1m/`.toLowerCase();
  const files = readdirSync(exchange, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.toLowerCase().includes(wanted) && name.endsWith('.parquet'));
  const monthOf = (name: string): number => {
    const [, year = '0', month = '0'] = /(\d{4})-(\d{1,2})\.parquet$/.exec(name) ?? [];
    return Number(year) * 12 + Number(month);
  };
  return files.sort((a, b) => monthOf(a) - monthOf(b) || (a < b ? -1 : 1));
}

const refuse = (document: ConfigDocument, path: string, rule: string): ConfigError =>
  new ConfigError({
    code: 'HG-CONFIG-058',
    place: document.place(['general', 'data_path']),
    value: path,
    rule,
    hint: 'name a catalog (hgopt data import), a tree of monthly Parquet files, or files with {symbol} in their path; on the command line: --set general.data_path=...',
  });
