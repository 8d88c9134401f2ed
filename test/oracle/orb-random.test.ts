import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../src/base/rng.js';
import type { StrategyDefinition } from '../../src/strategies/_strategy.js';
import { orbParams } from '../../src/strategies/orb-confluence/params.js';
import orb from '../../src/strategies/orb-confluence.js';
import { rulesOf, type Bar } from '../_support/backtest.js';
import { runStrategy } from '../_support/run-strategy.js';
import { marketOfSessions, type SessionSketch } from '../_support/session-market.js';
import { runPlainOrb, type PlainOrbRules } from './plain/orb.js';
import type { PlainBar } from './plain/orb-signals.js';

const SESSION_MINUTES = 45;

/** Sessions on a grid of quarters: ties, touches, gaps, bars without a range or volume; some lack minutes, also the first or the last. */
function trickySessions(seed: number): SessionSketch[] {
  const rng = createRng(seed, 'orb');
  const below = (n: number): number => Math.floor(n * rng());
  let price = 400;
  return Array.from({ length: 14 }, (_, day) => {
    const [skippedHead, skippedTail] = [rng() < 0.15 ? below(4) : 0, rng() < 0.15 ? below(20) : 0];
    const holes = rng() < 0.2 ? 0.05 : 0;
    const drift = rng() - 0.5;
    const bars: Bar[] = [];
    const minutes: number[] = [];
    for (let minute = skippedHead; minute < SESSION_MINUTES - skippedTail; minute++) {
      const open = price + (rng() < 0.15 ? below(7) - 3 : 0);
      const close = open + Math.floor(5 * rng() + drift) - 2;
      const high = Math.max(open, close) + below(3);
      const low = Math.min(open, close) - below(3);
      price = Math.max(60, close);
      const volume = rng() < 0.05 ? 0 : 100 * below(20);
      if (bars.length > 0 && rng() < holes) continue;
      bars.push([open / 4, high / 4, low / 4, close / 4, volume]);
      minutes.push(minute);
    }
    return { date: new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10), bars, minutes };
  });
}

const any = <T>(...values: T[]) => fc.constantFrom(...values);
const params = fc
  .record({
    orb: fc.record({
      ...{
        base_minutes: any(5, 7, 10),
        adaptive: fc.boolean(),
        low_norm_vol: any(0.35, 0.6),
        high_norm_vol: any(0.85, 0.65),
      },
      ...{
        short_or_minutes: any(5, 8),
        long_or_minutes: any(15, 20),
        atr_period: any(5, 7),
        intraday_minutes: any(1, 3, 5),
      },
      ...{
        norm_vol_scaling: any('sqrt_time', 'raw'),
        validate_window: fc.boolean(),
        enable_validity_filter: fc.boolean(),
      },
      ...{ min_atr_mult: any(0, 0.9), max_atr_mult: any(1.75, 4) },
    }),
    buffers: fc.record({ fixed: any(0, 0.1, 0.25, 0.6), use_atr: fc.boolean(), atr_mult: any(0.05, 0.4) }),
    factors: fc.record({
      rel_volume: fc.record({ enabled: fc.boolean(), lookback: any(5, 20), spike_mult: any(1, 1.5) }),
      price_action: fc.record({
        ...{
          enabled: fc.boolean(),
          pivot_len: any(2, 5),
          enable_engulfing: fc.boolean(),
          enable_structure: fc.boolean(),
        },
      }),
      profile_proxy: fc.record({ enabled: fc.boolean(), val_pct: any(0.1, 0.4), vah_pct: any(0.5, 0.9) }),
      vwap: fc.record({ enabled: fc.boolean(), reset_mode: any('session', 'or_end') }),
      adx: fc.record({ enabled: fc.boolean(), period: any(5, 9), threshold: any(10, 25) }),
    }),
    scoring: fc.record({
      ...{ enabled: any(true, true, false), base_required: any(0, 0.5, 1), weak_trend_required: any(1, 1.5) },
      adx_off_is_weak: fc.boolean(),
      weights: fc.record({ price_action: any(1, 1.5), rel_vol: any(0.5, 1), profile: any(0.5, 2), vwap: any(0.75, 1) }),
    }),
    entry: fc.record({ fresh_cross_only: any(false, false, true) }),
    trade: fc.record({
      ...{ stop_mode: any('or_opposite', 'swing', 'atr_capped'), extra_stop_buffer: any(0, 0.05, 0.25) },
      ...{
        atr_stop_cap_mult: any(0.3, 0.8, 2.5),
        partials: any(true, true, false),
        t1_r: any(0.3, 0.7),
        t1_pct: any(0.2, 0.7),
      },
      ...{ t2_r: any(0.8, 1.5), t2_pct: any(0, 0.3), runner_r: any(1.6, 2.5), primary_r: any(0.4, 1.5) },
      ...{ move_be_at_r: any(0.25, 0.6, 1.2), be_buffer: any(0, 0.01, 0.1) },
    }),
    governance: fc.record({
      ...{
        max_signals_per_day: any(1, 2, 10),
        lockout_after_losses: any(1, 2, 4),
        loss_streak_scope: any('session', 'run'),
      },
      ...{ max_daily_loss_r: any(null, 0.43, 1.47), time_cutoff: any(null, '14:50:00', '15:05:00') },
      ...{ second_chance_minutes: any(0, 5, 30, 120), flatten_at_session_end: any(true, true, false) },
    }),
    fills: fc.record({
      ...{ slippage_ticks: any(0, 0, 0.1), commission_per_contract: any(0, 0.02) },
      factor_timing: any('prior_bar', 'prior_bar', 'close_confirm'),
    }),
    instrument: fc.record({ tick_size: any(0.25, 0.125, 0.5) }),
    backtest: fc.record({ contracts_per_trade: any(1, 3) }),
  })
  .map((given) => orbParams.safeParse(given))
  .filter(({ success }) => success)
  .map(({ data }) => data!);

const rules = fc.record({
  path: any<PlainOrbRules['path']>('adaptive', 'adaptive', 'ohlc', 'olhc', 'worst'),
  sameBarExits: any(false, false, true),
  limitGap: any<PlainOrbRules['limitGap']>('open', 'limit'),
  flattenAtEnd: any(true, true, false),
  multiplier: any(1, 50),
});

const near = (value: number, scale = 1) => expect.closeTo(value, 9 - Math.ceil(Math.log10(Math.abs(scale) + 1)));

test('random settings on sessions full of ties, gaps and holes give the trades of a second implementation', () => {
  let trades = 0;
  const property = fc.property(fc.nat(), params, rules, (seed, p, r) => {
    const market = marketOfSessions(trickySessions(seed), SESSION_MINUTES);
    const { time, open, high, low, close, volume, sessions } = market;
    const bars = Array.from(time, (stamp, i): PlainBar => {
      const place = { session: sessions!.index[i]!, minute: sessions!.minute[i]! };
      return {
        time: stamp,
        open: open[i]!,
        high: high[i]!,
        low: low[i]!,
        close: close[i]!,
        volume: volume[i]!,
        ...place,
      };
    });
    const tick = p.instrument.tick_size!;
    const plain = runPlainOrb(bars, p, { ...r, tick, sessionMinutes: SESSION_MINUTES });
    const { multiplier, ...execution } = r;
    const run = runStrategy(
      orb as unknown as StrategyDefinition,
      market,
      p,
      rulesOf({ account: { kind: 'margin', initialCash: 1e6 }, instrument: { multiplier, tick: null }, execution }),
    );
    const money = p.backtest.contracts_per_trade * multiplier;
    const ours = plain.trades.map(({ side, entryBar, exitBar, entry, risk, reason, result, exits }) => ({
      ...{
        side,
        entryBar,
        exitBar,
        entry: near(entry),
        risk: near(risk * money, 1e3),
        reason,
        pnl: near(result * risk * money, 1e3),
      },
      exit: near(exits.reduce((sum, { price, share }) => sum + price * share, 0)),
    }));
    const theirs = Array.from({ length: run.trades.count }, (_, k) => ({
      ...{ side: run.trades.side[k], entryBar: run.trades.entryBar[k], exitBar: run.trades.exitBar[k] },
      ...{ entry: run.trades.entryPrice[k], risk: run.trades.initialRisk[k], reason: run.trades.exitReason[k] },
      ...{ pnl: run.trades.pnl[k], exit: run.trades.exitPrice[k] },
    }));
    expect(theirs).toEqual(ours);
    expect({ ...run.strategyCounters, ambiguous: run.counters.ambiguousBars }).toEqual({
      ...{ late_entries: plain.late, rejected: plain.rejected, lockouts: plain.lockouts },
      ...{ tradable_sessions: plain.tradable, ambiguous: plain.ambiguous },
    });
    trades += plain.trades.length;
  });
  fc.assert(property, { numRuns: 100 });
  expect(trades).toBeGreaterThan(200);
});
