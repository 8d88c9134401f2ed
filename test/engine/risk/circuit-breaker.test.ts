import { describe, expect, test } from 'vitest';
import { parseStep } from '../../../src/base/step.js';
import type { Market } from '../../../src/data/market.js';
import { buildMarket } from '../../../src/data/shared/shared.js';
import type { Actor } from '../../../src/engine/actor.js';
import type { Desk, OrderTicket } from '../../../src/engine/desk.js';
import type { BreakerRules } from '../../../src/engine/rules.js';
import { Engine } from '../../../src/engine/run-engine.js';
import { timelineOf } from '../../../src/engine/timeline.js';
import { HOUR, marketOf, rulesOf, runActor, type Bar, type RuleChanges } from '../../_support/backtest.js';

const NEVER = Number.MAX_SAFE_INTEGER;
const flat = (length: number): Market =>
  marketOf(
    Array.from({ length }, (): Bar => [100, 101, 99, 100]),
    { intervalMs: HOUR },
  );
/** Two failures within three hours pause the entries for four. */
const breaker: BreakerRules = { failures: 2, windowMs: 3 * HOUR, cooldownMs: 4 * HOUR };
const order = (ticket: Partial<OrderTicket> = {}): OrderTicket => ({
  type: 'market',
  side: 1,
  size: { kind: 'quantity', value: 1 },
  ...ticket,
});
const bad = order({ size: { kind: 'quantity', value: 0.05 } });
const rules = (changes: RuleChanges = {}) =>
  rulesOf({
    ...changes,
    instrument: { lot: parseStep('0.1'), ...changes.instrument },
    risk: { breaker, ...changes.risk },
  });
type Script = Readonly<Record<number, (desk: Desk) => void>>;
const actorOf = (script: Script): Actor => ({ warmup: 0, onBar: (i, desk) => void script[i]?.(desk) });
const run = (script: Script, changes: RuleChanges = {}) => runActor(flat(30), actorOf(script), rules(changes));
const codes = ({ journal }: ReturnType<typeof run>) => journal!.orders.map((o) => `${o.submittedBar} ${o.code}`.trim());

describe('the circuit breaker', () => {
  const probe = (desk: Desk) => void desk.submit(order());

  test('refuses entries from the close at which it trips until the first close after the cooldown', () => {
    const record = run({
      5: (desk) => void desk.submit(bad),
      6: (desk) => void desk.submit(bad),
      7: probe,
      9: probe,
      10: probe,
    });
    expect(codes(record).slice(0, 5)).toEqual([
      '5 QTY_STEP',
      '6 QTY_STEP',
      '7 CIRCUIT_BREAKER',
      '9 CIRCUIT_BREAKER',
      '10',
    ]);
    expect(record.counters.circuitBreaks).toBe(1);
  });

  test('counts the failures of its window only: at a distance of the window the first is forgotten', () => {
    const late = run({ 5: (desk) => void desk.submit(bad), 8: (desk) => void desk.submit(bad), 9: probe });
    const early = run({ 5: (desk) => void desk.submit(bad), 7: (desk) => void desk.submit(bad), 9: probe });
    expect([late.counters.circuitBreaks, early.counters.circuitBreaks]).toEqual([0, 1]);
  });

  test('cancels entries that work and leaves exits alone', () => {
    const record = run({
      0: (desk) => void desk.submit(order({ bracket: { stop: { price: 50 }, target: { price: 200 } } })),
      3: (desk) => void desk.submit(order({ type: 'limit', price: 60 })),
      5: (desk) => [bad, bad].forEach((ticket) => desk.submit(ticket)),
    });
    const ended = record.journal!.orders.map((o) => [o.type, o.role, o.code, o.closedBar]);
    expect(ended).toContainEqual(['limit', 'entry', 'CIRCUIT_BREAKER', 5]);
    expect(ended).toContainEqual(['stop', 'exit', 'end_of_data', 29]);
    expect(ended).toContainEqual(['take_profit', 'exit', 'end_of_data', 29]);
  });

  test('takes exits in during a pause, and lets the strategy withdraw them', () => {
    const record = run({
      0: probe,
      5: (desk) => [bad, bad].forEach((ticket) => desk.submit(ticket)),
      6: (desk) => {
        expect(desk.halted).toBe('CIRCUIT_BREAKER');
        desk.close('signal');
        desk.cancelAll();
      },
      7: (desk) => desk.close('signal'),
    });
    expect([record.trades.exitReason[0], record.trades.exitBar[0]]).toEqual(['signal', 8]);
  });

  test('does not count what a halt, a strategy or a limit refuses', () => {
    const refusing: Actor = {
      ...actorOf({ 1: (desk) => [order(), order(), order()].forEach((ticket) => desk.submit(ticket)) }),
      checkEntry: () => 'NOT_TODAY',
    };
    const record = runActor(flat(10), refusing, rules());
    expect([record.counters.ordersRejected, record.counters.circuitBreaks]).toEqual([3, 0]);
  });

  test.each([
    ['netting', 1],
    ['hedge', 1],
  ] as const)('counts post-only orders that would take, in %s mode once an attempt', (positionMode, trips) => {
    const ticket = order({ type: 'limit', price: 99.5, postOnly: { retries: 1, maxDeviation: 0.1 } });
    const market = marketOf(
      Array.from({ length: 9 }, (_, i): Bar => (i < 3 ? [100, 100, 100, 100] : [90, 90, 90, 90])),
      { intervalMs: HOUR },
    );
    const actor = actorOf({
      2: (desk) => Array.from({ length: positionMode === 'hedge' ? 1 : 2 }, () => desk.submit(ticket)),
    });
    const record = runActor(market, actor, rules({ instrument: { positionMode, tick: parseStep('0.1') } }));
    expect([record.counters.circuitBreaks, record.counters.fills]).toEqual([trips, 0]);
  });

  test('is off without a number of failures', () => {
    const record = run(
      { 5: (desk) => [bad, bad, bad].forEach((t) => desk.submit(t)), 6: probe },
      { risk: { breaker: null } },
    );
    expect([record.counters.circuitBreaks, record.counters.fills]).toEqual([0, 2]);
  });

  test('pauses all instruments of an account, and shows a sleeper without a bar at the end of the pause its next one', () => {
    const bars = flat(30);
    const whole = buildMarket({ ...bars, symbol: 'A' });
    // No bar from the sixth to the twelfth.
    const rest = (column: Float64Array) => column.filter((_value, i) => i < 5 || i > 11);
    const [time, open, high, low, close, volume] = [bars.time, bars.open, bars.high, bars.low, bars.close, bars.volume];
    const gapped = buildMarket({
      ...{ symbol: 'B', intervalMs: HOUR, time: rest(time), open: rest(open), high: rest(high) },
      ...{ low: rest(low), close: rest(close), volume: rest(volume) },
    });
    const failing: Actor = {
      warmup: 0,
      onBar(i, desk) {
        if (i === 3) [bad, bad].forEach((ticket) => desk.submit(ticket));
        return i < 3 ? 3 : NEVER;
      },
    };
    /** Rests one order and waits; a halt is slept over until it ends. */
    const waiting = (): Actor => ({
      warmup: 0,
      onBar(_bar, desk) {
        if (desk.halted === '' && desk.workingOrders === 0) desk.submit(order({ type: 'limit', price: 50 }));
        return desk.halted === '' ? _bar + 1 : NEVER;
      },
    });
    const placed = (mode: 'sleep' | 'every-bar') => {
      const traders = [
        { market: whole, actor: failing },
        { market: gapped, actor: waiting() },
      ];
      const window = { from: 0, to: timelineOf([whole, gapped]).length };
      const record = new Engine().run({ traders, rules: rules({ mode }), window, recording: true });
      return record.journal!.orders.map((o) => [o.type, o.submittedBar, o.closedBar, o.code]);
    };
    expect(placed('sleep')).toEqual(placed('every-bar'));
    expect(placed('sleep')).toEqual([
      ['limit', 0, 3, 'CIRCUIT_BREAKER'],
      ['market', 3, 3, 'QTY_STEP'],
      ['market', 3, 3, 'QTY_STEP'],
      ['limit', 12, 29, 'end_of_data'],
    ]);
  });
});
