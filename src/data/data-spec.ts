import { z } from 'zod';
import { isInterval, parseTime } from '../base/time.js';
import { isZone } from '../base/zone.js';
import { idleFields } from './data-fields.js';
import { syntheticShape, time } from './synthetic/settings.js';

const interval = z
  .string()
  .refine(isInterval, 'an interval is a whole number and one of ms, s, m, h, d, w, such as 1m or 4h')
  .describe('length of a bar: 1m, 5m, 1h, 1d, ...');

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
    final: columnRef
      .nullable()
      .optional()
      .describe('whether the bar is finished; rows of others are left out and counted. null: all are'),
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
      .describe(
        'funding rates of a perpetual: file or files, relative to this file, or synthetic for made-up ones; by default those of the catalog, if it has any of the symbol',
      ),
    mark: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('mark prices at the settlements, file or files; funding is then paid on them instead of the open'),
    catalog: z
      .string()
      .min(1)
      .optional()
      .describe(
        'folder of the catalog, relative to this file; by default that of the environment, else .hgopt/catalog',
      ),
    symbol: z.string().min(1).max(200).optional().describe('name of the instrument; by default that of the file'),
    missing: z
      .enum(['refuse', 'skip'])
      .optional()
      .describe(
        'of several symbols, one that the catalog does not hold: ends the run (default), or is left out with a warning',
      ),
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
      .optional()
      .describe('prices are divided by this: 10000 for integer prices of Lean'),
    sort: z.boolean().optional().describe('put rows that are out of order in order'),
    repair: z.boolean().optional().describe('drop bad rows and count them, instead of refusing the file'),
    resample: interval.optional().describe('longer interval to sum the bars up to'),
    from: time
      .optional()
      .describe(
        'first moment of the data, ISO, inclusive; earlier bars are not read: for history before a run, see window',
      ),
    to: time.optional().describe('end of the data, ISO, exclusive'),
    ...syntheticShape,
  })
  .refine((d) => !d.from || !d.to || parseTime(d.from) < parseTime(d.to), {
    path: ['to'],
    message: 'to must be after from',
  })
  .refine((d) => d.source === 'synthetic' || d.source === 'catalog' || d.source === undefined || d.path !== undefined, {
    path: ['path'],
    message: 'a source that reads files needs a path',
  })
  .refine((d) => d.mark === undefined || (d.funding !== undefined && d.funding !== 'synthetic'), {
    path: ['mark'],
    message: 'mark prices belong to funding settlements; name the files of their rates in funding',
  })
  .refine((d) => !d.sessions || (d.source === 'synthetic' && (d.interval ?? '1m') === '1m'), {
    path: ['sessions'],
    message: 'sessions are made by source: synthetic, in bars of 1m',
  })
  .superRefine((d, context) => {
    const { kind, fields } = idleFields(d);
    for (const name of fields) {
      const message = `${name} has no effect on ${kind}; leave it out`;
      context.addIssue({ code: 'custom', path: [name], message, input: d[name as keyof typeof d] });
    }
  })
  .describe('market data');

export type DataSpec = z.infer<typeof dataSpec>;
/** As a file or a program writes it, before defaults. */
export type DataSpecInput = z.input<typeof dataSpec>;
