import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leavesOf } from '../../src/config/schema-shape.js';
import { instrumentSettings } from '../../src/config/settings/instrument.js';
import { runSettings } from '../../src/config/settings/run-settings.js';
import { settablesOf } from '../../src/config/settings/settables.js';
import { runBacktest } from '../../src/coordinator/run-backtest.js';
import { loadStrategy } from '../../src/strategies/load.js';
import { randomMarket } from '../_support/random-run.js';

/** A setting at work: its value, and what else has to be set for it to matter. */
type Fixture = readonly [value: string, under?: readonly string[]];

const MARGIN = ['account.type=margin', 'account.leverage=10'];
const HEDGE = [...MARGIN, 'venue.position_mode=hedge'];
const LIQUIDATED = [...HEDGE, 'account.maintenance_rate=0.5', 'account.initial_cash=1000'];
const BY_CHANCE = [...HEDGE, 'execution.fill_model.type=probabilistic', 'execution.fill_model.maker_fill_prob=0.7'];
const LATE = ['execution.latency_ms={min: 0, max: 14400000, step: 3600000}'];
const SCARCE = ['execution.participation_bps=500'];
const IMPACT = ['execution.impact={factor: 0.05, unit: price, least_volume: 1}'];
const SCORED = ['sharpe_ratio', 'calmar_ratio'].map((name) => `metrics.hedge_grid_score.bounds.${name}=[-100, 100]`);
const BARS = ['metrics.returns=bar'];
const DAYS = 'calendar: sessions, allow_short: true';
const HOURS = 'session: {open: "02:00", close: "20:00", timezone: UTC}';
const SESSIONS = [`venue={${DAYS}, ${HOURS}}`];
const OWN_SESSION = [`venue={${DAYS}, ${HOURS}, instruments: {A: {${HOURS}}}}`];
const TWO = ['data={path: "{symbol}.csv", symbols: [A, B], interval: 1h}'];
const FUNDED = [
  ...['data={source: synthetic, symbol: A, interval: 1h, bars: 240, seed: 1, initial_price: 100, funding: synthetic}'],
  ...MARGIN,
];
const BREAKER = [
  'venue.tick_size=0.03',
  'risk.circuit_breaker_failures=2',
  'risk.circuit_breaker_window_seconds=90000',
];

const FIXTURES: Readonly<Record<string, Fixture>> = {
  'account.initial_cash': ['50000'],
  'account.type': ['margin'],
  'account.leverage': ['2', MARGIN],
  'account.maintenance_rate': ['0.9', LIQUIDATED],
  'execution.path': ['worst'],
  'execution.limit_gap': ['limit'],
  'execution.same_bar_exits': ['true'],
  'execution.flatten_at_end': ['false'],
  'execution.slippage_on_tick': ['false', ['venue.tick_size=0.01']],
  'execution.funding': ['false', FUNDED],
  'execution.fill_model.type': ['probabilistic', HEDGE],
  'execution.fill_model.maker_fill_prob': ['0.4', BY_CHANCE],
  'execution.fill_model.aggressive_fill_prob': ['0.4', BY_CHANCE],
  'execution.target_slippage': ['false'],
  'execution.flatten_at_session_end': ['true', SESSIONS],
  'execution.latency_ms': ['7200000'],
  'execution.latency_ms.min': ['7200000', LATE],
  'execution.latency_ms.max': ['36000000', LATE],
  'execution.latency_ms.step': ['7200000', LATE],
  'execution.participation_bps': ['500'],
  'execution.participation_volume': ['previous', SCARCE],
  'execution.limit_touch': ['false'],
  'execution.stop_gap': ['stop'],
  'execution.fees': ['0.002'],
  'execution.fees.maker': ['0.002', ['execution.fees={maker: 0.001, taker: 0.001}']],
  'execution.fees.taker': ['0.002', ['execution.fees={maker: 0.001, taker: 0.001}']],
  'execution.fees.fixed': ['2', ['execution.fees={maker: 0.001, taker: 0.001}']],
  'execution.fixed_fees': ['1'],
  'execution.fee_per_unit': ['0.1'],
  'execution.slippage_price': ['0.05'],
  'execution.impact': ['{factor: 0.05}'],
  'execution.impact.factor': ['0.07', IMPACT],
  'execution.impact.unit': ['bps', IMPACT],
  'execution.impact.least_volume': ['2', IMPACT],
  'execution.slippage': ['0.002'],
  'venue.calendar': ['sessions'],
  'venue.periods_per_year': ['250'],
  'venue.session': ['{open: "03:00", close: "20:00", timezone: UTC}', [`venue={${DAYS}}`]],
  'venue.session.open': ['"03:00"', SESSIONS],
  'venue.session.close': ['"19:00"', SESSIONS],
  'venue.session.timezone': ['Asia/Tokyo', SESSIONS],
  'venue.session.early_close': ['{2024-01-03: "10:00"}', SESSIONS],
  'venue.session_minutes': ['200', [`venue={${DAYS}}`, ...BARS]],
  'venue.allow_short': ['false'],
  'venue.tick_size': ['0.5'],
  'venue.multiplier': ['2'],
  'venue.lot_size': ['3'],
  'venue.min_quantity': ['11'],
  'venue.max_quantity': ['9'],
  'venue.min_notional': ['1050'],
  'venue.max_notional': ['950'],
  'venue.price_band_low': ['100'],
  'venue.price_band_high': ['100'],
  'venue.trading': ['false'],
  'venue.position_mode': ['hedge', MARGIN],
  'venue.unlisted': ['reject'],
  'venue.instruments': ['{A: {multiplier: 2}}'],
  'risk.max_drawdown_pct': ['0.1'],
  'risk.max_daily_loss_pct': ['0.05'],
  'risk.stop_on_liquidation': ['true', LIQUIDATED],
  'risk.circuit_breaker_failures': ['1', ['venue.tick_size=0.03']],
  'risk.circuit_breaker_window_seconds': ['3600', BREAKER],
  'risk.circuit_breaker_cooldown_seconds': ['36000', BREAKER],
  'risk.max_open_trades': ['1', TWO],
  'risk.max_position_exposure_pct': ['1'],
  'risk.max_exposure_pct': ['1'],
  'risk.max_entries_per_day': ['1'],
  'risk.lockout_after_losses': ['1'],
  'risk.kill_switch': ['true'],
  'risk.kill_switch_at': [String(Date.UTC(2024, 0, 3))],
  'metrics.returns': ['bar'],
  'metrics.interval': ['4h', BARS],
  'metrics.returns_kind': ['log', BARS],
  'metrics.risk_free_rate': ['0.05'],
  'metrics.periods_per_year': ['252'],
  'metrics.hedge_grid_score.weights.sharpe_ratio': ['0.36', SCORED],
  'metrics.hedge_grid_score.weights.profit_factor': ['0.31'],
  'metrics.hedge_grid_score.weights.calmar_ratio': ['0.36', SCORED],
  'metrics.hedge_grid_score.weights.max_drawdown': ['0.3'],
  'metrics.hedge_grid_score.bounds.sharpe_ratio': ['[-100, 100]'],
  'metrics.hedge_grid_score.bounds.profit_factor': ['[0, 2]'],
  'metrics.hedge_grid_score.bounds.calmar_ratio': ['[-100, 100]'],
  'metrics.hedge_grid_score.bounds.max_drawdown': ['[0, 1]'],
  'portfolio.mode': ['independent', TWO],
  'portfolio.aggregate': ['worst', [...TWO, 'portfolio.mode=independent']],
  'portfolio.align': ['inner', TWO],
  'portfolio.per_symbol': ['{A: {size: 5}}', TWO],
};
/** Settings that say how a run is called or worked out, and no result may depend on. */
const WITHOUT_EFFECT: Readonly<Record<string, Fixture>> = {
  'venue.name': ['other'],
  'account.currency': ['EUR'],
  'execution.mode': ['every-bar'],
};

/** Places orders of many kinds, in a rhythm of its own. */
const STRATEGY = `import { z } from 'zod';
export default {
  summary: 'Orders of many kinds',
  params: z.strictObject({ size: z.number().default(10) }),
  columns: {},
  create: ({ size }, _columns, { close }) => ({
    warmup: 0,
    onBar(i, desk) {
      const at = (move) => Math.round((close[i] + move) * 100) / 100;
      const bracket = { stop: { distance: 0.8 }, target: { distance: 0.8 } };
      const quantity = { kind: 'quantity', value: size };
      const order = (ticket) => desk.submit({ size: quantity, bracket, expires: i + 5, ...ticket });
      const acts = {
        0: () => order({ type: 'market', side: 1 }),
        4: () => desk.close('signal'),
        5: () => order({ type: 'limit', side: 1, price: at(-0.4) }),
        7: () => order({ type: 'limit', side: -1, price: at(0.6) }),
        8: () => order({ type: 'stop', side: -1, price: at(-0.5) }),
        10: () => order({ type: 'market', side: -1 }),
        11: () => order({ type: 'market', side: 1, size: { kind: 'equity', value: 5, cap: 5 } }),
        15: () => desk.close('signal'),
        16: () => order({ type: 'limit', side: 1, price: at(0.2), bracket: { stop: { distance: 5 } } }),
      };
      acts[i % 17]?.();
      return i + 1;
    },
  }),
};
`;

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hgopt-settings-'));
  file = join(folder, 'run.json');
  writeFileSync(join(folder, 'lively.mjs'), STRATEGY);
  writeBars('A', 5);
  writeBars('B', 6, 30);
  writeFileSync(
    file,
    JSON.stringify({
      name: 'settings',
      strategy: { name: './lively.mjs' },
      data: { path: 'A.csv', symbol: 'A', interval: '1h' },
      venue: { allow_short: true },
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Random bars whose every ninth has no volume. */
function writeBars(symbol: string, seed: number, later = 0): void {
  const { time, open, high, low, close, volume, intervalMs } = randomMarket(seed, 240, 0.02);
  const rows = Array.from(time, (t, i) =>
    [t + later * intervalMs, open[i], high[i], low[i], close[i], i % 9 === 0 ? 0 : volume[i]].join(','),
  );
  writeFileSync(join(folder, `${symbol}.csv`), ['time,open,high,low,close,volume', ...rows].join('\n'));
}

const results = new Map<string, string>();
/** All metrics of a run, every bit of them, and what was left open. */
async function resultOf(set: readonly string[]): Promise<string> {
  const key = set.join('\n');
  const known = results.get(key);
  if (known !== undefined) return known;
  const { metrics, metricNames, record } = await runBacktest(file, { set });
  const result = JSON.stringify([metricNames.map((name, k) => [name, String(metrics[k])]), record.open]);
  results.set(key, result);
  return result;
}

async function isLive(path: string, [value, under = []]: Fixture): Promise<boolean> {
  return (await resultOf(under)) !== (await resultOf([...under, `${path}=${value}`]));
}

describe('the run settings', () => {
  test('have a fixture each, those of the venue also for a single instrument', async () => {
    const definition = await loadStrategy(new URL('../../src/strategies/dma-atr-trend.ts', import.meta.url).href);
    const sweepable = [...settablesOf(definition, {}, runSettings.parse({}))].filter(
      ([, s]) => s.target === 'settings',
    );
    const all = new Set([...leavesOf(runSettings).keys(), ...sweepable.map(([path]) => path)]);
    const known = new Set([...Object.keys(FIXTURES), ...Object.keys(WITHOUT_EFFECT)]);
    expect(
      [...all].filter((path) => !known.has(path)),
      'settings without a fixture',
    ).toEqual([]);
    const groups = ['venue.session', 'execution.impact'];
    expect(
      [...known].filter((path) => !all.has(path) && !groups.includes(path)),
      'fixtures of nothing',
    ).toEqual([]);
    const own = [...leavesOf(instrumentSettings).keys()].filter((name) => !known.has(`venue.${name}`));
    expect(own, 'settings of an instrument without a fixture').toEqual([]);
  });

  test.each(Object.entries(FIXTURES))('%s is live', async (path, fixture) => {
    expect(await isLive(path, fixture)).toBe(true);
  });

  test.each([...leavesOf(instrumentSettings).keys()])('%s of a single instrument is live', async (name) => {
    const [value, under] = FIXTURES[`venue.${name}`]!;
    const fixture: Fixture = [value, name.startsWith('session.') ? OWN_SESSION : (under ?? [])];
    expect(await isLive(`venue.instruments.A.${name}`, fixture)).toBe(true);
  });

  test.each(Object.entries(WITHOUT_EFFECT))('%s changes no result', async (path, fixture) => {
    expect(await isLive(path, fixture)).toBe(false);
  });
});
