import { z } from 'zod';
import { parseInterval, parseTime } from '../base/time.js';
import { isZone } from '../base/zone.js';

const interval = z
  .string()
  .refine(isInterval, 'an interval is a whole number and one of ms, s, m, h, d, w, such as 1m or 4h')
  .describe('length of a bar: 1m, 5m, 1h, 1d, ...');

function isInterval(text: string): boolean {
  try {
    parseInterval(text);
    return true;
  } catch {
    return false;
  }
}

const time = z
  .string()
  .refine(
    (text) => !Number.isNaN(parseTime(text)),
    'an ISO date (2024-01-31, midnight UTC) or a date and time with a zone',
  );

const columnRef = z.union([z.string(), z.int().min(0)]);

const columns = z
  .strictObject({
    time: columnRef.optional().describe('stamp of the bar'),
    close_time: columnRef.optional().describe('stamp of the end of the bar, where the file has no other'),
    date: columnRef.optional().describe('day, when day and time of day stand in two columns'),
    clock: columnRef.optional().describe('time of day, beside date'),
    open: columnRef.optional(),
    high: columnRef.optional(),
    low: columnRef.optional(),
    close: columnRef.optional(),
    volume: columnRef.nullable().optional().describe('null: there is none, volume is 0 on every bar'),
  })
  .describe('columns of the file by header name or by position (0 = first), where the usual names do not fit');

/** The `data` section of sweep and backtest files: which bars, and how to read them. */
export const dataSpec = z
  .strictObject({
    source: z
      .enum(['catalog', 'csv', 'json', 'arrow', 'parquet', 'synthetic'])
      .optional()
      .describe('where the bars come from; by default the kind of file that path names, else the catalog'),
    path: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('file or list of files, relative to this file; npm:<package>/<file> reads from an installed package'),
    funding: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('funding rates of a perpetual: file or files, relative to this file, or synthetic for made-up ones'),
    mark: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('mark prices at the settlements, file or files; funding is then paid on them instead of the open'),
    symbol: z.string().min(1).max(200).optional().describe('name of the instrument; by default that of the file'),
    interval: interval.optional(),
    timezone: z
      .string()
      .refine(isZone, 'an IANA time zone such as UTC or America/New_York')
      .optional()
      .describe('zone of stamps that carry none; without it such stamps are refused'),
    fold: z
      .enum(['earlier', 'later', 'sequence'])
      .optional()
      .describe('meaning of a local time that a clock shows twice; without it such stamps are refused'),
    stamp: z.enum(['open', 'close']).optional().describe('whether stamps are the start or the end of their bars'),
    date: z.iso.date().optional().describe('day that stamps in milliseconds since midnight belong to'),
    columns: columns.optional(),
    delimiter: z
      .enum([',', ';', '\t', '|'])
      .optional()
      .describe('separator of a CSV file; by default found by counting'),
    price_scale: z
      .number()
      .positive()
      .default(1)
      .describe('prices are divided by this: 10000 for integer prices of Lean'),
    sort: z.boolean().default(false).describe('put rows that are out of order in order'),
    repair: z.boolean().default(false).describe('drop bad rows and count them, instead of refusing the file'),
    resample: interval.optional().describe('longer interval to sum the bars up to'),
    from: time.optional().describe('first moment of the data, ISO, inclusive'),
    to: time.optional().describe('end of the data, ISO, exclusive'),
    bars: z.int().min(1).max(50_000_000).default(10_000).describe('synthetic: number of bars'),
    seed: z.int().min(0).default(1).describe('synthetic: another seed, another market'),
    start: time.default('2024-01-01').describe('synthetic: open of the first bar'),
    initial_price: z.number().positive().default(100).describe('synthetic: price of the first open'),
    volatility: z
      .number()
      .positive()
      .max(10)
      .default(0.6)
      .describe('synthetic: deviation of log returns a year, fraction'),
    drift: z.number().min(-10).max(10).default(0).describe('synthetic: mean log return a year, fraction'),
    clustering: z
      .number()
      .min(0)
      .max(0.99)
      .default(0.95)
      .describe('synthetic: share of the variance that carries over to the next bar; 0 = constant volatility'),
    seasonality: z
      .number()
      .min(0)
      .max(1)
      .default(0.4)
      .describe('synthetic: strength of the daily wave of volatility and volume; 0 = none'),
    tick: z.number().positive().default(0.01).describe('synthetic: step of the prices'),
    sessions: z
      .strictObject({
        regime: z
          .enum(['alternating', 'trend_up', 'trend_down', 'choppy', 'mean_revert'])
          .default('alternating')
          .describe('character of the days; alternating: rising and reverting ones in turn'),
        volume_profile: z.enum(['u_shape', 'morning_spike', 'flat']).default('u_shape').describe('volume over the day'),
        volatility_mult: z.number().positive().max(100).default(1).describe('times the usual volatility'),
      })
      .optional()
      .describe(
        'synthetic: 1-minute bars of weekday sessions, 390 minutes from 14:30 UTC, instead of a walk around the clock',
      ),
  })
  .refine((d) => !d.from || !d.to || parseTime(d.from) < parseTime(d.to), {
    path: ['to'],
    message: 'to must be after from',
  })
  .refine((d) => d.source === 'synthetic' || d.source === 'catalog' || d.source === undefined || d.path !== undefined, {
    path: ['path'],
    message: 'a source that reads files needs a path',
  })
  .refine((d) => !d.sessions || (d.source === 'synthetic' && (d.interval ?? '1m') === '1m'), {
    path: ['sessions'],
    message: 'sessions are made by source: synthetic, in bars of 1m',
  })
  .describe('market data');

export type DataSpec = z.infer<typeof dataSpec>;
/** As a file or a program writes it, before defaults. */
export type DataSpecInput = z.input<typeof dataSpec>;
