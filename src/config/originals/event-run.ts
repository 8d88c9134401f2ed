import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import { shippedFile } from '../../base/own-package.js';
import { smaExtendedParams } from '../../strategies/sma-extended/params.js';
import { validate } from '../validate.js';
import { isMap, valueAt, type ConfigDocument } from '../yaml/document.js';
import type { Environment } from '../yaml/interpolate.js';
import { readNamedFile } from '../yaml/named-file.js';
import { applyOverrides } from '../yaml/overrides.js';
import { barsOf } from './event-data.js';
import { presetData } from './preset.js';
import { moved, reshaped, type Move } from './reshaped.js';

const idle = z.record(z.string(), z.unknown()).nullable().optional();
const anything = z.unknown().optional();
const timeframe = z.string().min(1);
const instant = z.string().min(1).nullable().default(null);

/** The file of a run of the event-driven engine. What only its bus, its log and its output folders obey is taken and has no effect. */
const eventFile = z.strictObject({
  run_info: z.strictObject({ run_name: z.string().min(1).default('TEST') }).nullish(),
  general: z.strictObject({ output_dir: z.string().optional(), data_path: z.string().min(1) }),
  bus: idle,
  audit: idle,
  validation: idle,
  feeder: z.strictObject({ align: z.enum(['outer', 'inner']).default('outer') }).nullish(),
  sim: z.record(z.string(), z.json()).nullish(),
  account: z
    .strictObject({
      starting_cash: z
        .union([z.number().positive(), z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number')])
        .default(10_000),
      base_ccy: z.string().min(1).default('USDT'),
      venue: z.string().optional(),
    })
    .nullish(),
  performance: z
    .strictObject({
      metrics_interval: timeframe.optional(),
      returns_kind: z.enum(['log', 'simple']).optional(),
      risk_free: z.number().min(0).max(1).optional(),
      base_ccy: z.string().optional(),
    })
    .nullish(),
  period: z.strictObject({ start_dt: instant, end_dt: instant }).nullish(),
  strategy: z.union([z.string().min(1), z.strictObject({ strategy: z.string().min(1) })]).default('sma_extended'),
  // Sections of a sweep or of any run, as they are.
  ...Object.fromEntries(
    [
      'name',
      'description',
      'venue',
      'space',
      'constraints',
      'sampler',
      'metric',
      'filters',
      'limits',
      'parallel',
      'seed',
    ].map((name) => [name, anything] as const),
  ),
});
type EventFile = {
  readonly general: { readonly data_path: string };
  readonly strategy: string | { readonly strategy: string };
};

const OWN_SECTIONS = /^(run_info|general|feeder|sim|performance|period|strategy=|account\.(starting_cash|base_ccy)=)/;

const isEventRun = (value: Json): boolean =>
  isMap(value) && value['data'] === undefined && isMap(value['general'] ?? null);

/**
 * A run file as it is, or one of the event-driven engine (`general`, `feeder`, `sim`, `account`, `performance`, `period`, `strategy`) as the
 * run that it means, with the settings that go to its own sections applied; sections of a sweep may stand beside them. The strategy's file is
 * the one that is named, or `<strategy>.toml` or `.yaml` beside this one; bars of one minute come from `data_path` and are summed up to its
 * timeframe. Without a venue the shipped file of the spot market holds.
 *
 * @returns the run, and the overrides that are left
 * @throws ConfigError for keys and values that the sections do not have
 */
export function asEventRun(
  given: ConfigDocument,
  overrides: readonly string[],
  environment?: Environment,
): { readonly document: ConfigDocument; readonly rest: readonly string[] } {
  if (!isEventRun(given.value)) return { document: given, rest: overrides };
  const isOwn = (text: string): boolean => OWN_SECTIONS.test(text);
  const document = applyOverrides(given, overrides.filter(isOwn), environment);
  const rest = overrides.filter((text) => !isOwn(text));
  const { general, strategy } = validate(eventFile, document) as EventFile;
  const chosen = strategyOf(document, typeof strategy === 'string' ? strategy : strategy.strategy, environment);
  const passed = ['description', 'constraints', 'sampler', 'metric', 'filters', 'limits', 'parallel', 'seed'];
  const run = reshaped(document, [
    ...moved(document, [
      ['run_info.run_name', 'name'],
      ['name', 'name'],
      ...passed.map((name) => [name, name] as const),
    ]),
    { to: ['strategy', chosen.isFile ? 'preset' : 'name'], from: ['strategy'], value: chosen.name },
    { to: ['strategy', 'params', 'sim'], from: ['sim'], value: simOf(document) },
    { to: ['data'], from: ['general', 'data_path'], value: dataOf(document, general.data_path, chosen) },
    {
      to: ['venue'],
      from: ['venue'],
      value: valueAt(document.value, ['venue']) ?? shippedFile('configs/venues/binance-spot.yaml'),
    },
    {
      to: ['account', 'initial_cash'],
      from: ['account', 'starting_cash'],
      value: Number(valueAt(document.value, ['account', 'starting_cash']) ?? 10_000),
    },
    {
      to: ['account', 'currency'],
      from: ['account', 'base_ccy'],
      value: valueAt(document.value, ['account', 'base_ccy']) ?? 'USDT',
    },
    ...moved(document, [
      ['feeder.align', 'portfolio.align'],
      ['performance.risk_free', 'metrics.risk_free_rate'],
    ]),
    ...samplesOf(document),
    { to: ['space'], from: ['space'], value: spaceOf(document) },
  ]);
  return { document: run, rest };
}

interface ChosenStrategy {
  readonly name: string;
  readonly isFile: boolean;
  /** Instruments and bars that its file names. */
  readonly data: Json;
}

function strategyOf(document: ConfigDocument, named: string, environment: Environment | undefined): ChosenStrategy {
  const folder = dirname(document.file);
  const isPath = /\.(toml|ya?ml|json)$/i.test(named);
  const candidates = isPath
    ? [resolve(folder, named), resolve(named)]
    : ['.toml', '.yaml'].map((end) => resolve(folder, named + end));
  const file = candidates.find((candidate) => existsSync(candidate)) ?? (isPath ? candidates[0]! : null);
  if (file === null) return { name: named.replaceAll('_', '-'), isFile: false, data: {} };
  const read = readNamedFile('strategy', file, document.place(['strategy']), environment);
  return { name: file, isFile: true, data: presetData(read)?.value ?? {} };
}

/** The data section: bars of one minute, of the instruments and summed up to the timeframe that the strategy asks for. */
function dataOf(document: ConfigDocument, path: string, { data }: ChosenStrategy): Json {
  const symbols = (valueAt(data, ['symbols']) ?? ['BTCUSDT', 'ETHUSDT']) as readonly string[];
  const resample = valueAt(data, ['resample']) ?? '1h';
  const period = (key: string, name: string): Json => {
    const at = valueAt(document.value, ['period', key]);
    return typeof at === 'string' ? { [name]: /T[\d:.]+$/.test(at) ? `${at}Z` : at } : {};
  };
  const common = {
    interval: '1m',
    ...(resample !== '1m' && { resample }),
    ...(period('start_dt', 'from') as object),
    ...(period('end_dt', 'to') as object),
  };
  return barsOf(document, path, symbols, common);
}

/** The costs as the strategy spells them, with what the original assumes where the file is silent. */
function simOf(document: ConfigDocument): Json {
  const sim = (valueAt(document.value, ['sim']) ?? {}) as Readonly<Record<string, Json>>;
  const { slippage_model = 'SlippageModel', spread_bps, slippage_params, ...rest } = sim;
  const isSpread = typeof slippage_model === 'string' && /^Spread(Pov|POV)(Slippage)?$/.test(slippage_model);
  const models = {
    ...(isMap(slippage_params ?? null) && (slippage_params as object)),
    ...(spread_bps !== undefined && { spread_bps }),
  };
  const value = {
    slippage_model: isSpread ? 'SpreadPovSlippage' : slippage_model,
    ...(Object.keys(models).length > 0 && { slippage_params: models }),
    ...{
      fee_model: 'FixedBps',
      fee_bps: 0,
      participation_bps: 500,
      latency_ms: {},
      conservative_gaps: true,
      limit_touch: true,
    },
    ...rest,
  };
  const complete = smaExtendedParams.safeParse({ sim: value });
  const [issue] = complete.success ? [] : complete.error.issues;
  if (issue !== undefined) {
    const at = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
    throw new ConfigError({
      code: 'HG-CONFIG-010',
      place: document.place(at.map(String), issue.code === 'unrecognized_keys' ? 'key' : 'value'),
      rule: `${at.join('.')}: ${issue.message}`,
      hint: 'see the parameters of sma-extended: hgopt list strategies',
    });
  }
  return value as Json;
}

/** Returns of other samples than UTC-day closes, where the file asks for them. */
function samplesOf(document: ConfigDocument): readonly Move[] {
  const kind = valueAt(document.value, ['performance', 'returns_kind']);
  const interval = valueAt(document.value, ['performance', 'metrics_interval']);
  if (kind === undefined && interval === undefined) return [];
  return [
    { to: ['metrics', 'returns'], value: 'bar' },
    { to: ['metrics', 'returns_kind'], from: ['performance', 'returns_kind'], value: kind ?? 'log' },
    { to: ['metrics', 'interval'], from: ['performance', 'metrics_interval'], value: interval },
  ];
}

/** Axes of a sweep under the names of the run that the file means. */
function spaceOf(document: ConfigDocument): Json | undefined {
  const space = valueAt(document.value, ['space']);
  if (!isMap(space)) return space;
  const names: Readonly<Record<string, string>> = { 'account.starting_cash': 'account.initial_cash' };
  return Object.fromEntries(Object.entries(space).map(([name, axis]) => [names[name] ?? name, axis]));
}
