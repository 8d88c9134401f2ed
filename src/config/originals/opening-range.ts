import { z } from 'zod';
import { ConfigError } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import { clockTime } from '../../data/sessions/session-schedule.js';
import { validate } from '../validate.js';
import { isMap, valueAt, type ConfigDocument } from '../yaml/document.js';
import { reshaped, type Move } from './reshaped.js';

const OWNER = 'orb-confluence';

const instrument = z.strictObject({
  symbol: z.string().trim().toUpperCase().min(1).optional(),
  session_start: clockTime.default('08:30:00'),
  session_end: clockTime.default('15:00:00'),
  timezone: z.string().default('America/Chicago'),
  early_close: z.record(z.string(), z.string()).default({}),
  tick_size: z.number().positive().default(0.01),
  point_value: z.number().positive().default(1),
  enabled: z.boolean().default(true),
  // Where bars come from is said by the data section.
  proxy_symbol: z.string().optional(),
  data_source: z.string().optional(),
  session_mode: z.enum(['rth', 'eth', 'full']).optional(),
});

const sectioned = z.looseObject({
  name: z.string().min(1).optional(),
  instruments: z.record(z.string().min(1), instrument).default({ ES: instrument.parse({}) }),
  orb: z
    .looseObject({
      intraday_atr_timeframe: z
        .string()
        .regex(/^\d+min$/, 'minutes, such as 5min')
        .optional(),
      daily_atr_timeframe: z.literal('1day', 'the daily range is that of the session').optional(),
    })
    .optional(),
  backtest: z
    .looseObject({ conservative_fills: z.boolean().optional(), random_seed: z.int().min(0).optional() })
    .optional(),
});
type Instrument = readonly [key: string, z.output<typeof instrument>];

/** Sections that are parameters of the strategy as they stand. */
const PARAMETERS = ['buffers', 'factors', 'scoring', 'entry', 'trade', 'governance', 'fills'];
/** What only the program obeyed that the files were written for. */
const IDLE = ['version', 'log_level', 'optimization'];
/** Sections that the file has of its own and that become others. */
const OWN = ['name', 'instruments', 'orb', 'backtest', ...PARAMETERS, ...IDLE];

/** Whether a file is in the sections of the opening-range program: instruments by key and parameters beside them, and no strategy. */
const isOpeningRange = (value: unknown): value is Readonly<Record<string, Json>> =>
  isMap(value) &&
  value['strategy'] === undefined &&
  value['params'] === undefined &&
  (isMap(value['orb'] ?? null) || (isMap(value['instruments'] ?? null) && isMap(value['governance'] ?? null)));

/** A section without some of its keys. */
const without = (section: Json | undefined, keys: readonly string[]): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(isMap(section) ? section : {}).filter(([key]) => !keys.includes(key)));

/** The parameters of the strategy, below `to`. */
function parameterMoves(document: ConfigDocument, to: readonly string[]): readonly Move[] {
  const { orb } = validate(sectioned, document);
  const given = without(valueAt(document.value, ['orb']), ['intraday_atr_timeframe', 'daily_atr_timeframe']);
  const minutes = orb?.intraday_atr_timeframe === undefined ? undefined : parseInt(orb.intraday_atr_timeframe, 10);
  const backtest = without(valueAt(document.value, ['backtest']), ['conservative_fills', 'random_seed']);
  return [
    { to: [...to, 'orb'], from: ['orb'], value: given },
    { to: [...to, 'orb', 'intraday_minutes'], from: ['orb', 'intraday_atr_timeframe'], value: minutes },
    { to: [...to, 'backtest'], from: ['backtest'], value: backtest },
    ...PARAMETERS.map((name) => ({ to: [...to, name], from: [name], value: valueAt(document.value, [name]) })),
  ];
}

/**
 * A run file as it is, or one in the sections of the opening-range program (`instruments`, `orb`, `buffers`, ... `backtest`) as the run that it
 * means: the enabled instruments on one margin account that binds nobody, each in its own session with its own point value and tick size,
 * without costs but those in `fills`. Bars come from the catalog under the symbols, unless the file has a `data` section. Sections of run
 * files, such as `data` or `space`, may stand beside the others and are laid over what follows from them.
 *
 * @throws ConfigError for keys and values that the sections do not have, HG-CONFIG-059 when no instrument is enabled
 */
export function asOpeningRangeRun(document: ConfigDocument): ConfigDocument {
  if (!isOpeningRange(document.value)) return document;
  const { value } = document;
  const { name, instruments, backtest } = validate(sectioned, document);
  const enabled = Object.entries(instruments).filter(([, { enabled: isOn }]) => isOn);
  if (enabled.length === 0) {
    throw new ConfigError({
      code: 'HG-CONFIG-059',
      place: document.place(['instruments'], 'key'),
      rule: 'at least one instrument is enabled',
      hint: 'set enabled: true for one of instruments',
    });
  }
  const others = Object.keys(value).filter((key) => !OWN.includes(key) && !LAID_OVER.includes(key));
  const path = backtest?.conservative_fills === true ? { path: 'worst' } : {};
  return reshaped(document, [
    ...others.map((key) => ({ to: [key], from: [key], value: value[key] })),
    { to: ['name'], from: ['name'], value: name?.replace(/[^A-Za-z0-9._-]+/g, '-') },
    { to: ['seed'], from: ['backtest', 'random_seed'], value: backtest?.random_seed },
    { to: ['strategy', 'name'], value: OWNER },
    ...parameterMoves(document, ['strategy', 'params']),
    ...dataMoves(value['data'], enabled),
    ...(enabled.length === 1 ? venueOfOne(value['venue'], enabled[0]!) : venueOfSeveral(value['venue'], enabled)),
    laidOver(value, 'account', { type: 'margin', leverage: 125 }),
    laidOver(value, 'execution', { fees: 0, slippage: 0, ...path }),
  ]);
}

const LAID_OVER = ['data', 'venue', 'account', 'execution'];

/** A section of the file over what it is without. */
const laidOver = (value: Readonly<Record<string, Json>>, name: string, base: Readonly<Record<string, Json>>): Move => ({
  to: [name],
  from: [name],
  value: { ...base, ...without(value[name], []) },
});

const symbolOf = ([key, { symbol }]: Instrument): string => symbol ?? key.toUpperCase();

function dataMoves(given: Json | undefined, enabled: readonly Instrument[]): readonly Move[] {
  const symbols = enabled.map(symbolOf);
  if (given !== undefined && !isMap(given)) return [{ to: ['data'], from: ['data'], value: given }];
  const isNamed = given?.['symbol'] !== undefined || given?.['symbols'] !== undefined;
  const names: Readonly<Record<string, Json>> = symbols.length === 1 ? { symbol: symbols[0]! } : { symbols };
  return [
    { to: ['data'], from: ['data'], value: given ?? { source: 'catalog', interval: '1m' } },
    ...Object.entries(isNamed ? {} : names).map(([key, value]) => ({
      to: ['data', key],
      from: ['instruments'],
      value,
    })),
  ];
}

/** The session of an instrument, below `to`. */
function sessionMoves([key, own]: Instrument, to: readonly string[]): readonly Move[] {
  const from = ['instruments', key];
  return [
    { to: [...to, 'open'], from: [...from, 'session_start'], value: own.session_start },
    { to: [...to, 'close'], from: [...from, 'session_end'], value: own.session_end },
    { to: [...to, 'timezone'], from: [...from, 'timezone'], value: own.timezone },
    { to: [...to, 'early_close'], from: [...from, 'early_close'], value: own.early_close },
  ];
}

const VENUE = { name: OWNER, calendar: 'sessions', allow_short: true };

function venueOfOne(given: Json | undefined, only: Instrument): readonly Move[] {
  const [key, { point_value, tick_size }] = only;
  const from = ['instruments', key];
  const tick = {
    to: ['strategy', 'params', 'instrument', 'tick_size'],
    from: [...from, 'tick_size'],
    value: tick_size,
  };
  if (typeof given === 'string') return [tick, { to: ['venue'], from: ['venue'], value: given }];
  return [
    tick,
    { to: ['venue', 'multiplier'], from: [...from, 'point_value'], value: point_value },
    ...sessionMoves(only, ['venue', 'session']),
    ...Object.entries({ ...VENUE, ...without(given, []) }).map(([name, value]) => ({
      to: ['venue', name],
      from: ['venue', name],
      value,
    })),
  ];
}

function venueOfSeveral(given: Json | undefined, enabled: readonly Instrument[]): readonly Move[] {
  const ticks = enabled.map((one) => ({
    to: ['portfolio', 'per_symbol', symbolOf(one), 'instrument', 'tick_size'],
    from: ['instruments', one[0], 'tick_size'],
    value: one[1].tick_size,
  }));
  if (typeof given === 'string') return [...ticks, { to: ['venue'], from: ['venue'], value: given }];
  return [
    ...ticks,
    { to: ['venue'], from: ['venue'], value: { ...VENUE, ...without(given, []) } },
    ...enabled.flatMap((one) => {
      const to = ['venue', 'instruments', symbolOf(one)];
      const from = ['instruments', one[0], 'point_value'];
      return [{ to: [...to, 'multiplier'], from, value: one[1].point_value }, ...sessionMoves(one, [...to, 'session'])];
    }),
  ];
}

/** The parameters of such a file as a preset; session, point value and bars are those of the run that uses it. */
export const openingRangePreset = (document: ConfigDocument): ConfigDocument | null =>
  isOpeningRange(document.value)
    ? reshaped(document, [{ to: ['name'], value: OWNER }, ...parameterMoves(document, ['params'])])
    : null;
