import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import { validate } from '../validate.js';
import { isMap, valueAt, type ConfigDocument } from '../yaml/document.js';
import type { Environment } from '../yaml/interpolate.js';
import { mount } from '../yaml/mount.js';
import { readNamedFile } from '../yaml/named-file.js';
import { moved, reshaped } from './reshaped.js';

const idle = z.record(z.string(), z.unknown()).nullable().optional();
const json = z.json();

/** Sections of backtest and sweep files that stand beside those of a live scalper. */
const BESIDE = [
  ...['name', 'description', 'window', 'metrics', 'portfolio', 'seed', 'output', 'space', 'optimization_ranges'],
  ...['constraints', 'sampler', 'metric', 'filters', 'limits', 'parallel'],
];

/** Settings that a sweep may name as the file of a live scalper does, and what they are here. */
export const LIVE_NAMES: Readonly<Record<string, string>> = {
  'execution.starting_balance': 'account.initial_cash',
  'execution.commission_rate': 'execution.fees',
  'execution.allow_shorting': 'venue.allow_short',
  'execution.allow_tight_stop': 'risk.allow_tight_stop',
  'advanced.min_candles_required': 'min_candles_required',
};

/** The file of a live scalper. What only a live connection or a screen obeys is taken and has no effect. */
const liveFile = z.strictObject({
  exchange: z.string().optional(),
  symbols: z.array(z.string().min(1)).min(1),
  timeframe: z.string().default('1m'),
  strategy: z.strictObject({
    type: z.string().min(1),
    params: z.record(z.string(), json).nullable().default({}),
    profiles: z.string().min(1).optional(),
  }),
  risk: z.strictObject({ config_file: z.string().min(1) }).optional(),
  safety: z.strictObject({ config_file: z.string().min(1) }).optional(),
  execution: z
    .strictObject({
      starting_balance: z.number().positive().default(10_000),
      slippage: z.number().min(0).max(0.05).default(0.0005),
      commission_rate: z.number().min(0).max(0.05).default(0.0005),
      allow_shorting: z.boolean().default(true),
      allow_tight_stop: z.boolean().default(false),
      log_trades: z.boolean().optional(),
      log_file: z.string().nullable().optional(),
    })
    .prefault({}),
  advanced: z
    .strictObject({
      buffer_size: z.number().optional(),
      min_candles_required: z.int().min(0).optional(),
      status_update_interval: z.number().optional(),
    })
    .prefault({}),
  logging: idle,
  ...Object.fromEntries(BESIDE.map((section) => [section, z.unknown().optional()])),
});

/** Whether a file is in the sections of a live scalper. */
const isLive = (value: unknown): boolean =>
  isMap(value) && Array.isArray(value['symbols']) && isMap(value['strategy'] ?? null) && value['data'] === undefined;

/**
 * A run file as it is, or the file of a live scalper (`symbols`, `timeframe`, `strategy.type`, `execution`, `risk.config_file`), with sections of
 * a backtest or sweep file beside its own, as the run that it means: bars of the catalog, the risk engine's file under `strategy.params.risk`, the safety monitor's under `strategy.params.safety`.
 * The latter is `trading_mode.yaml` beside the file, unless `safety.config_file` names another; its kill switch is read from the environment
 * once, here.
 *
 * @throws ConfigError for keys and values that the sections do not have, and for a named file that is not there
 */
export function asLiveRun(document: ConfigDocument, environment?: Environment): ConfigDocument {
  if (!isLive(document.value)) return document;
  const { exchange, symbols, strategy, execution, risk, safety } = validate(liveFile, document);
  const { starting_balance, slippage, commission_rate, allow_shorting, allow_tight_stop } = execution;
  const [only] = symbols;
  const run = reshaped(document, [
    { to: ['strategy', 'name'], from: ['strategy', 'type'], value: strategy.type.replaceAll('_', '-') },
    { to: ['strategy', 'params'], from: ['strategy', 'params'], value: strategy.params ?? {} },
    { to: ['strategy', 'profiles'], from: ['strategy', 'profiles'], value: strategy.profiles },
    ...moved(document, [['advanced.min_candles_required', 'strategy.params.min_candles_required']]),
    { to: ['data', 'source'], from: ['symbols'], value: 'catalog' },
    symbols.length === 1
      ? { to: ['data', 'symbol'], from: ['symbols', 0], value: only }
      : { to: ['data', 'symbols'], from: ['symbols'], value: symbols },
    { to: ['data', 'interval'], from: ['timeframe'], value: valueAt(document.value, ['timeframe']) ?? '1m' },
    { to: ['venue', 'name'], from: ['exchange'], value: exchange },
    { to: ['venue', 'allow_short'], from: ['execution', 'allow_shorting'], value: allow_shorting },
    ...moved(
      document,
      BESIDE.map((section) => [section, section]),
    ),
    { to: ['account', 'type'], value: 'margin' },
    { to: ['account', 'initial_cash'], from: ['execution', 'starting_balance'], value: starting_balance },
    { to: ['execution', 'fees'], from: ['execution', 'commission_rate'], value: commission_rate },
    { to: ['execution', 'slippage'], from: ['execution', 'slippage'], value: slippage },
  ]);
  const riskFile = risk && named(document, ['risk', 'config_file'], risk.config_file, environment);
  const withRisk = riskFile
    ? mount(run, ['strategy', 'params', 'risk'], withValues(riskFile, { allow_tight_stop }))
    : mount(run, ['strategy', 'params', 'risk'], { ...document, value: { allow_tight_stop } });
  const safetyFile = safety
    ? named(document, ['safety', 'config_file'], safety.config_file, environment)
    : beside(document, 'trading_mode.yaml', environment);
  return safetyFile ? mount(withRisk, ['strategy', 'params', 'safety'], asSafety(safetyFile, environment)) : withRisk;
}

/** A file that another one names, as it means the path: from where the command runs, else beside it. */
function named(
  document: ConfigDocument,
  at: readonly string[],
  path: string,
  environment: Environment | undefined,
): ConfigDocument {
  const folder = dirname(document.file);
  const candidates = [resolve(folder, path), resolve(path), resolve(folder, basename(path))];
  const file = candidates.find((candidate) => existsSync(candidate)) ?? candidates[0]!;
  return readNamedFile(at[0]!, file, document.place(at), environment);
}

function beside(document: ConfigDocument, name: string, environment: Environment | undefined): ConfigDocument | null {
  const file = resolve(dirname(document.file), name);
  return existsSync(file) ? readNamedFile(name, file, document.place([]), environment) : null;
}

/** A map with more values; keys that begin with `_` are notes to the reader. */
function withValues(document: ConfigDocument, more: Readonly<Record<string, Json>>): ConfigDocument {
  const given = isMap(document.value) ? document.value : {};
  const kept = Object.entries(given).filter(([key]) => !key.startsWith('_'));
  return { ...document, value: { ...Object.fromEntries(kept), ...more } };
}

/** What the file says of the live program and not of the monitor. */
const OF_LIVE_MODE = ['default_strategy', 'kill_switch_env_var'];

/** The settings of the safety monitor: without the strategy that the file names, and with the state of its kill switch. */
function asSafety(document: ConfigDocument, environment: Environment = process.env): ConfigDocument {
  const given = isMap(document.value) ? document.value : {};
  if (typeof given['default_strategy'] !== 'string') {
    throw new ConfigError({
      code: 'HG-CONFIG-012',
      place: document.place([]),
      rule: 'default_strategy is required',
      hint: 'add default_strategy: scalping_ema_rsi',
    });
  }
  const variable = given['kill_switch_env_var'];
  const state = typeof variable === 'string' ? environment[variable] : undefined;
  const rest = Object.entries(given).filter(([key]) => !OF_LIVE_MODE.includes(key));
  const value = Object.fromEntries(rest);
  return withValues({ ...document, value }, state === undefined ? {} : { kill_switch: state });
}
