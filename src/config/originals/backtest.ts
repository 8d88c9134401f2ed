import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../base/errors.js';
import { isZone } from '../../base/zone.js';
import { isMap, type ConfigDocument } from '../yaml/document.js';
import { inZone } from './local-time.js';
import { moved, reshaped } from './reshaped.js';
import { validate } from '../validate.js';

const amount = z.number().min(0);
const time = z.string().min(1);
const level = z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);

const sectionedBacktest = z.strictObject({
  backtest: z.strictObject({ name: z.string().min(1), description: z.string().default('') }),
  time_range: z
    .strictObject({
      start_time: time,
      end_time: time,
      timezone: z.string().refine(isZone, 'an IANA time zone, such as Europe/London').default('UTC'),
    })
    .superRefine(({ timezone, ...times }, context) => {
      for (const [name, text] of Object.entries(times)) {
        if (!isZone(timezone) || inZone(text, timezone) !== undefined) continue;
        const message = `the clocks of ${timezone} jump over this time; write it with its own zone, such as Z`;
        context.addIssue({ code: 'custom', path: [name], message });
      }
    })
    .optional(),
  data: z.strictObject({
    catalog_path: z.string().min(1),
    instruments: z
      .array(
        z.strictObject({
          instrument_id: z.string().min(1),
          data_types: z
            .array(
              z.strictObject({
                type: z.enum(['OrderBookDelta', 'TradeTick', 'QuoteTick', 'MarkPrice', 'FundingRate', 'Bar']),
                depth: z.int().min(1).max(100).nullable().optional(),
              }),
            )
            .optional(),
        }),
      )
      .min(1),
    sources: z
      .array(
        z.strictObject({
          type: z.enum(['parquet', 'csv', 'feather', 'arrow']),
          path: z.string(),
          glob_pattern: z.string().default('*.parquet'),
        }),
      )
      .optional(),
  }),
  venues: z
    .array(
      z.strictObject({
        config_path: z.string().min(1),
        starting_balances: z
          .array(z.strictObject({ currency: z.string(), total: z.number().positive(), locked: amount.default(0) }))
          .min(1),
      }),
    )
    .length(1),
  strategies: z.array(z.strictObject({ config_path: z.string().min(1), enabled: z.boolean().default(true) })).min(1),
  execution: z
    .strictObject({
      latency: z
        .strictObject({
          order_submit_ms: amount.default(50),
          order_cancel_ms: amount.default(30),
          fill_mean_ms: amount.default(100),
          fill_std_ms: amount.default(20),
        })
        .prefault({}),
      fill_model: z
        .strictObject({
          type: z.enum(['naive', 'realistic', 'probabilistic']).default('realistic'),
          maker_fill_prob: amount.max(1).default(0.9),
          aggressive_fill_prob: amount.max(1).default(1),
          slippage_bps: amount.max(100).default(1),
        })
        .prefault({}),
      fees: z
        .strictObject({
          maker_bps: amount.max(100).default(2),
          taker_bps: amount.max(100).default(5),
          funding_apply: z.boolean().default(true),
        })
        .prefault({}),
    })
    .prefault({}),
  risk: z
    .strictObject({
      max_drawdown_pct: z.number().positive().max(100).default(20),
      max_daily_loss_pct: z.number().positive().max(100).default(5),
      stop_on_liquidation: z.boolean().default(true),
    })
    .prefault({}),
  output: z
    .strictObject({
      report_dir: z.string().min(1).default('./reports'),
      save_trades: z.boolean().default(true),
      save_positions: z.boolean().default(true),
      save_account_state: z.boolean().default(true),
      // Of the console, which shows a run in one way.
      log_level: level,
      log_level_file: level.nullable(),
      log_file_format: z.enum(['text', 'json']).nullable().default('text'),
    })
    .partial()
    .optional(),
  metrics: z
    .strictObject({
      calculate: z.array(z.string()).optional(),
      risk_free_rate: amount.max(1).optional(),
      periods_per_year: z.number().min(1).optional(),
    })
    .prefault({}),
});

/** Metrics that have another name here. */
const METRICS: Readonly<Record<string, string>> = { funding_pnl: 'net_funding' };

const LISTS = ['venues', 'strategies'] as const;

/** Whether a file is in the sections of live grids. */
const isSectioned = (value: unknown): boolean =>
  isMap(value) && (isMap(value['backtest'] ?? null) || LISTS.some((name) => Array.isArray(value[name])));

/** A path as the other file means it: beside it, else where the command runs. */
function pathFrom(file: string, path: string): string {
  const beside = resolve(dirname(file), path);
  return !existsSync(beside) && existsSync(resolve(path)) ? resolve(path) : path;
}

/**
 * A backtest file as it is, or one in the sections of live grids (`backtest`, `time_range`, `data`, `venues`, `strategies`, ...) as the run that
 * it means. Basis points become fractions; bars come from the catalog at `catalog_path`, under the name `instrument_id`.
 *
 * @throws ConfigError for keys and values that the sections do not have, HG-CONFIG-055 unless one strategy is enabled
 */
export function asBacktest(document: ConfigDocument): ConfigDocument {
  if (!isSectioned(document.value)) return document;
  const { backtest, time_range, data, venues, strategies, execution, risk, metrics, output } = validate(
    sectionedBacktest,
    document,
  );
  const enabled = strategies.flatMap(({ enabled: isOn }, k) => (isOn ? [k] : []));
  const [chosen] = enabled;
  if (chosen === undefined || enabled.length > 1) {
    throw new ConfigError({
      code: 'HG-CONFIG-055',
      place: document.place(['strategies']),
      value: String(enabled.length),
      rule: 'a run has one enabled strategy',
      hint: 'set enabled: true for one entry of strategies, and false for the others',
    });
  }
  const symbols = data.instruments.map(({ instrument_id }) => instrument_id);
  const { file } = document;
  return reshaped(document, [
    { to: ['name'], from: ['backtest', 'name'], value: backtest.name.replace(/[^A-Za-z0-9._-]+/g, '-') },
    ...moved(document, [
      ['backtest.description', 'description'],
      ['metrics.risk_free_rate', 'metrics.risk_free_rate'],
      ['metrics.periods_per_year', 'metrics.periods_per_year'],
    ]),
    {
      to: ['window', 'from'],
      from: ['time_range', 'start_time'],
      value: time_range && inZone(time_range.start_time, time_range.timezone),
    },
    {
      to: ['window', 'to'],
      from: ['time_range', 'end_time'],
      value: time_range && inZone(time_range.end_time, time_range.timezone),
    },
    { to: ['data', 'source'], from: ['data'], value: 'catalog' },
    { to: ['data', 'catalog'], from: ['data', 'catalog_path'], value: pathFrom(file, data.catalog_path) },
    symbols.length === 1
      ? { to: ['data', 'symbol'], from: ['data', 'instruments', 0, 'instrument_id'], value: symbols[0] }
      : { to: ['data', 'symbols'], from: ['data', 'instruments'], value: symbols },
    { to: ['data', 'missing'], from: ['data', 'instruments'], value: symbols.length === 1 ? undefined : 'skip' },
    {
      to: ['strategy'],
      from: ['strategies', chosen, 'config_path'],
      value: pathFrom(file, strategies[chosen]!.config_path),
    },
    { to: ['venue'], from: ['venues', 0, 'config_path'], value: pathFrom(file, venues[0]!.config_path) },
    {
      to: ['account', 'initial_cash'],
      from: ['venues', 0, 'starting_balances', 0, 'total'],
      value: venues[0]!.starting_balances[0]!.total,
    },
    { to: ['execution'], from: ['execution'], value: executionOf(execution) },
    { to: ['risk'], from: ['risk'], value: risk },
    { to: ['output'], from: ['output'], value: output && outputOf(output) },
    {
      to: ['output', 'metrics'],
      from: ['metrics', 'calculate'],
      value: metrics.calculate?.map((name) => METRICS[name] ?? name),
    },
  ]);
}

const outputOf = (output: NonNullable<z.output<typeof sectionedBacktest>['output']>) => {
  const { report_dir = './reports', log_level_file = null, log_file_format } = output;
  return {
    dir: report_dir,
    trades: output.save_trades ?? true,
    positions: output.save_positions ?? true,
    account: output.save_account_state ?? true,
    log: log_level_file === null ? null : (log_file_format ?? 'text'),
    log_level: log_level_file === null || ['DEBUG', 'INFO'].includes(log_level_file) ? 'INFO' : 'WARNING',
  };
};

const fromBps = (bps: number): number => bps / 10_000;

const executionOf = ({ latency, fill_model, fees }: z.output<typeof sectionedBacktest>['execution']) => {
  const { slippage_bps, ...model } = fill_model;
  return {
    limit_gap: 'limit',
    slippage_on_tick: false,
    latency_ms: latency.order_submit_ms,
    slippage: fromBps(slippage_bps),
    fees: { maker: fromBps(fees.maker_bps), taker: fromBps(fees.taker_bps) },
    funding: fees.funding_apply,
    fill_model: model,
  };
};
