import { expect, test } from 'vitest';
import type { Actor } from '../../src/engine/actor.js';
import { HOUR, marketOf, rulesOf, runActor, type Bar } from '../_support/backtest.js';

/** Two sessions of three hours and a third that the data cut short. */
const bars = Array.from({ length: 8 }, (_, i): Bar => [100 + i, 101 + i, 99 + i, 100 + i]);
const sessions = {
  openMinute: 0,
  minutes: 180,
  day: Int32Array.of(0, 1, 2),
  index: Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2),
  minute: Int32Array.of(0, 60, 120, 0, 60, 120, 0, 60),
  last: Int32Array.of(2, 5, -1),
};
const market = { ...marketOf(bars, { intervalMs: HOUR }), sessions };

const buysAt = (...bars: readonly number[]): Actor => ({
  warmup: 0,
  onBar(i, desk) {
    if (bars.includes(i) && desk.position === 0)
      desk.submit({ type: 'market', side: 1, size: { kind: 'quantity', value: 1 } });
    return bars.find((bar) => bar > i) ?? Number.MAX_SAFE_INTEGER;
  },
});
const exits = (actor: Actor, flattenAtSessionEnd: boolean, mode: 'sleep' | 'every-bar') => {
  const { trades } = runActor(market, actor, rulesOf({ mode, execution: { flattenAtSessionEnd } }));
  return trades.exitReason.map((reason, k) => [trades.exitBar[k], reason, trades.exitPrice[k]]);
};

test.each(['sleep', 'every-bar'] as const)(
  'positions leave at the close of the last bar of their session (%s)',
  (mode) => {
    expect(exits(buysAt(0, 3, 5), true, mode)).toEqual([
      [2, 'session_end', 102],
      [5, 'session_end', 105],
      [7, 'end_of_data', 107],
    ]);
  },
);

test('positions stay over night when nothing says otherwise', () => {
  expect(exits(buysAt(0), false, 'sleep')).toEqual([[7, 'end_of_data', 107]]);
});
