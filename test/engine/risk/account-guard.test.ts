import { expect, test } from 'vitest';
import type { Actor } from '../../../src/engine/actor.js';
import { constantLatency, HOUR, marketOf, rulesOf, runActor, type Bar } from '../../_support/backtest.js';

/** Two days of hours, one lower at each. */
const market = marketOf(
  Array.from({ length: 48 }, (_, i): Bar => [200 - i, 200 - i, 199 - i, 199 - i]),
  { intervalMs: HOUR },
);

/** Buys once and from then on cancels all it can at every bar. */
const stubborn: Actor = {
  warmup: 0,
  onBar(i, desk) {
    desk.cancelAll();
    if (i === 0) desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: 1 } });
    return i + 1;
  },
};

test.each(['netting', 'hedge'] as const)('no strategy cancels the exit of the daily loss rule (%s)', (positionMode) => {
  const rules = rulesOf({
    account: { initialCash: 1_000 },
    instrument: { positionMode },
    risk: { maxDailyLoss: 0.004 },
  });
  const { trades } = runActor(market, stubborn, rules);
  // Bought at 199; the close 194 of bar 5 is the first that lies more than 4 below.
  expect([trades.count, trades.exitReason[0], trades.exitBar[0], trades.exitPrice[0]]).toEqual([
    1,
    'daily_loss',
    6,
    194,
  ]);
});

test('a day that ends while a late exit still works starts the next one from its last close, sleeping or not', () => {
  const buyer: Actor = {
    warmup: 0,
    onBar(i, desk) {
      if (i === 0 || i === 24) desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: 1 } });
      return i < 24 ? 24 : Number.MAX_SAFE_INTEGER;
    },
  };
  const closes = Array.from({ length: 48 }, (_, i) => ({ 22: 175, 23: 180, 24: 176 })[i] ?? 199 - i);
  const recovering = marketOf(
    closes.map((close, i): Bar => [closes[i - 1] ?? 200, 200, 100, close]),
    { intervalMs: HOUR },
  );
  const rejected = (mode: 'sleep' | 'every-bar') => {
    const execution = { latency: constantLatency(20 * HOUR) };
    const rules = rulesOf({ mode, account: { initialCash: 1_000 }, execution, risk: { maxDailyLoss: 0.003 } });
    return runActor(recovering, buyer, rules).counters.ordersRejected;
  };
  // Held since bar 21, down by 4 at bar 22, up by 1 when the day ends: bar 24 loses 4 of that.
  expect([rejected('sleep'), rejected('every-bar')]).toEqual([1, 1]);
});

test.each([
  [200, 0],
  [201, 1],
])('a drawdown of the limit is borne, a larger one ends trading: %d shares lose a tenth and more', (shares, stops) => {
  const falling = marketOf(
    Array.from({ length: 6 }, (_, i): Bar => (i < 3 ? [100, 100, 100, 100] : [50, 50, 50, 50])),
    { intervalMs: HOUR },
  );
  const holder: Actor = {
    warmup: 0,
    onBar(i, desk) {
      if (i === 0) desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: shares } });
      return Number.MAX_SAFE_INTEGER;
    },
  };
  const rules = rulesOf({ account: { initialCash: 100_000 }, risk: { maxDrawdown: 0.1 } });
  expect(runActor(falling, holder, rules).stopReason).toBe(stops === 1 ? 'max_drawdown' : '');
});
