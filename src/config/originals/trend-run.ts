import { z } from 'zod';
import type { Json } from '../../base/json.js';
import { validate } from '../validate.js';
import { isMap, type ConfigDocument } from '../yaml/document.js';
import { moved, reshaped, type Move } from './reshaped.js';
import { asTrendSections, isTrendStrategy } from './trend-strategy.js';

const OWNER = 'dma-atr-trend';
const json = z.record(z.string(), z.json());

const strategyParts = z.union([
  z.string().min(1),
  z.looseObject({ name: z.string().min(1).default(OWNER), params: json.nullable().optional() }),
]);

const trendFile = z.looseObject({
  strategy: strategyParts.optional(),
  symbols: z.array(z.string().min(1)).min(1).optional(),
  timeframe: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
  // Where the bars were fetched from, and how the program showed its work.
  exchange: z.string().optional(),
  market: z.string().optional(),
  portfolio: z
    .strictObject({
      init_cash: z.number().positive().default(100_000),
      fees: z.number().min(0).max(0.05).default(0.001),
      slippage: z.number().min(0).max(0.05).default(0.0005),
      fixed_fees: z.number().min(0).default(0),
      max_leverage: z.number().positive().max(125).default(1),
      cash_sharing: z.boolean().default(true),
      // The length of a bar says it.
      freq: z.string().nullable().optional(),
    })
    .prefault({}),
  risk_management: z.strictObject({ position_sizing: json.default({}) }).prefault({}),
  metric: z.string().optional(),
  method: z.enum(['grid', 'random']).optional(),
  n_random_samples: z.int().min(1).default(1000),
  random_seed: z.int().min(0).nullable().optional(),
});

/** Keys that become others; what else the file has stays as it is. */
const OWN = [
  ...['strategy', 'symbols', 'timeframe', 'start', 'end', 'exchange', 'market'],
  ...['portfolio', 'risk_management', 'method', 'n_random_samples', 'random_seed'],
];
const PORTFOLIO = ['init_cash', 'fees', 'slippage', 'fixed_fees', 'max_leverage', 'cash_sharing', 'freq'];

/** Whether a file is in the sections of the vectorised trend program: a `portfolio` with its cash and costs, or `risk_management`. */
const isTrend = (value: unknown): value is Readonly<Record<string, Json>> =>
  isMap(value) &&
  (isMap(value['risk_management'] ?? null) ||
    (isMap(value['portfolio']) && PORTFOLIO.some((key) => Object.hasOwn(value['portfolio'] as object, key))));

/**
 * A run file as it is, or one of the vectorised trend program (`strategy`, `portfolio`, `risk_management.position_sizing`,
 * `optimization_ranges`, ...), or its strategy file, as the run that it means. Symbols are bars of the catalog; shorts are allowed unless the file names a venue.
 *
 * @throws ConfigError for keys and values that the sections do not have
 */
export function asTrendRun(given: ConfigDocument): ConfigDocument {
  if (!isTrendStrategy(given.value) && !isTrend(given.value)) return given;
  const document = isTrendStrategy(given.value) ? asTrendSections(given) : given;
  const value = document.value as Readonly<Record<string, Json>>;
  const file = validate(trendFile, document);
  const { portfolio, symbols, method } = file;
  const others = Object.keys(value).filter((key) => !OWN.includes(key));
  const costs = [
    ['portfolio.init_cash', 'account.initial_cash'],
    ['portfolio.max_leverage', 'account.leverage'],
    ['portfolio.fees', 'execution.fees'],
    ['portfolio.slippage', 'execution.slippage'],
    ['portfolio.fixed_fees', 'execution.fixed_fees'],
    ['start', 'data.from'],
    ['end', 'data.to'],
    ['timeframe', 'data.interval'],
    ['random_seed', 'seed'],
  ] as const;
  const sampler = method === 'random' ? { name: 'random', samples: file.n_random_samples } : method;
  return reshaped(document, [
    ...others.map((key): Move => ({ to: [key], from: [key], value: value[key] })),
    ...strategyMoves(file),
    ...(symbols === undefined ? [] : [{ to: ['data', 'source'], from: ['symbols'], value: 'catalog' } as const]),
    { to: ['data', 'symbols'], from: ['symbols'], value: symbols && [...symbols] },
    ...moved(document, costs),
    {
      to: ['portfolio', 'mode'],
      from: ['portfolio', 'cash_sharing'],
      value: portfolio.cash_sharing ? undefined : 'independent',
    },
    { to: ['sampler'], from: ['method'], value: sampler },
    ...(value['venue'] === undefined ? [{ to: ['venue', 'allow_short'], value: true } as const] : []),
  ]);
}

/** What only a sweep reads, in a file of that program that has ranges beside its run. */
const OF_SWEEP: ReadonlySet<string> = new Set(['optimization_ranges', 'metric', 'sampler']);

/** A document as a single run reads it: a file of that program may have its ranges beside the run. */
export function withoutRanges(document: ConfigDocument): ConfigDocument {
  const { value } = document;
  if (!isMap(value) || value['optimization_ranges'] === undefined) return document;
  return { ...document, value: Object.fromEntries(Object.entries(value).filter(([key]) => !OF_SWEEP.has(key))) };
}

/** The strategy with its sizing, which stands in a section of its own; parameters may stand beside its name. */
function strategyMoves({ strategy = OWNER, risk_management }: z.output<typeof trendFile>): readonly Move[] {
  const sizing = risk_management.position_sizing;
  const [name, params, from] =
    typeof strategy === 'string'
      ? [strategy, {}, ['strategy']]
      : strategy.params === undefined
        ? [strategy.name, without(strategy), ['strategy']]
        : [strategy.name, strategy.params ?? {}, ['strategy', 'params']];
  const isSized = Object.keys(sizing).length > 0;
  return [
    { to: ['strategy', 'name'], from: ['strategy', 'name'], value: name.replaceAll('_', '-') },
    ...Object.entries(params).map(([key, value]): Move => ({
      to: ['strategy', 'params', key],
      from: [...from, key],
      value,
    })),
    {
      to: ['strategy', 'params', 'position_sizing'],
      from: ['risk_management', 'position_sizing'],
      value: isSized ? sizing : undefined,
    },
  ];
}

const without = (section: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(section).filter(([key]) => key !== 'name' && key !== 'params')) as Record<
    string,
    Json
  >;
