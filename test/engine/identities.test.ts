import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FillRow, RunRecord } from '../../src/engine/record/record.js';
import { rulesOf, runActor, type RuleChanges } from '../_support/backtest.js';
import { anyRules } from '../_support/random-rules.js';
import { randomActor, randomMarket } from '../_support/random-run.js';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
/** Books may differ by rounding only: 1e-9 of what was turned over. */
const slack = (run: RunRecord): number => 1e-9 * Math.max(run.initialEquity, run.turnover);

/** Reasons of what the run itself closes. The rules of risk do so in the last bar, else they place an order like any other. */
const ENDS = ['end_of_data', 'ruined', 'liquidated', 'max_drawdown', 'daily_loss'];

function forRandomRuns(check: (run: RunRecord, changes: RuleChanges) => void, numRuns = 150): void {
  fc.assert(
    fc.property(
      seeds,
      fc.integer({ min: 2, max: 500 }),
      fc.integer({ min: 1, max: 60 }),
      anyRules,
      (seed, length, actions, changes) => {
        const market = randomMarket(seed, length, 0.04);
        check(runActor(market, randomActor(seed, market, actions), rulesOf(changes)), changes);
      },
    ),
    { numRuns },
  );
}

/** Position and average price after each fill, from the fills alone. */
function replayPosition(fills: readonly FillRow[]) {
  let quantity = 0;
  let average = 0;
  let realised = 0;
  return fills.map((fill) => {
    const signed = fill.side * fill.quantity;
    const closing = quantity * signed < 0 ? Math.min(Math.abs(quantity), Math.abs(signed)) : 0;
    realised += closing * Math.sign(quantity) * (fill.price - average);
    const opening = Math.abs(signed) - closing;
    const left = Math.abs(quantity) - closing;
    if (opening > 0) average = left > 0 ? (average * left + fill.price * opening) / (left + opening) : fill.price;
    quantity += signed;
    if (Math.abs(quantity) < 1e-9) quantity = 0;
    return { bar: fill.bar, quantity, average, realised };
  });
}

describe('on random runs', () => {
  test('equity of a cash account is cash plus market value at every bar, both from the fills alone', () => {
    forRandomRuns((run, { account }) => {
      if (account?.kind !== 'cash') return;
      const { fills, cash, equity } = run.journal!;
      for (let i = 0; i < equity.length; i++) {
        const past = fills.filter((f) => f.bar <= i);
        const spent = sum(past.map((f) => f.side * f.quantity * f.price + f.fee));
        const held = sum(past.map((f) => f.side * f.quantity));
        expect(Math.abs(cash[i]! - (run.initialEquity - spent))).toBeLessThan(slack(run));
        expect(Math.abs(equity[i]! - (cash[i]! + held * run.market.close[i]!))).toBeLessThan(slack(run));
      }
    }, 60);
  });

  test('equity of a margin account is cash plus unrealised profit at every bar, both from the fills alone', () => {
    forRandomRuns((run, { account }) => {
      if (account?.kind !== 'margin') return;
      const { fills, cash, equity } = run.journal!;
      const states = replayPosition(fills);
      for (let i = 0; i < equity.length; i++) {
        const state = states.findLast((s) => s.bar <= i) ?? { quantity: 0, average: 0, realised: 0 };
        const fees = sum(fills.filter((f) => f.bar <= i).map((f) => f.fee));
        expect(Math.abs(cash[i]! - (run.initialEquity + state.realised - fees))).toBeLessThan(slack(run));
        const unrealised = state.quantity * (run.market.close[i]! - state.average);
        expect(Math.abs(equity[i]! - (cash[i]! + unrealised))).toBeLessThan(slack(run));
      }
    }, 120);
  });

  test('the trades add up to the change of equity when the run ends flat', () => {
    forRandomRuns((run, { execution }) => {
      if (!execution?.flattenAtEnd) return;
      const { trades } = run;
      const total = sum(trades.pnl.subarray(0, trades.count));
      expect(Math.abs(total - (run.finalEquity - run.initialEquity))).toBeLessThan(slack(run));
      expect(Math.abs(sum(trades.fees.subarray(0, trades.count)) - run.totalFees)).toBeLessThan(slack(run));
    });
  });

  test('every order ends once, as filled, cancelled, expired or rejected', () => {
    forRandomRuns((run) => {
      const { ordersSubmitted, ordersFilled, ordersRejected, ordersCancelled, fills } = run.counters;
      expect(ordersFilled + ordersRejected + ordersCancelled).toBe(ordersSubmitted);
      expect(run.journal!.orders.map((o) => o.id)).toEqual(Array.from({ length: ordersSubmitted }, (_, k) => k + 1));
      expect(run.journal!.fills.length).toBe(fills);
    });
  });

  test('fills come after their orders, inside their bars, and limits are never undercut', () => {
    forRandomRuns((run, { execution }) => {
      const orders = new Map(run.journal!.orders.map((o) => [o.id, o]));
      for (const fill of run.journal!.fills) {
        const order = orders.get(fill.orderId)!;
        // A stop that may ignore gaps fills where no price was: it says so in its name.
        if (execution?.stopGap !== 'stop' || !order.type.startsWith('stop')) {
          expect(fill.rawPrice).toBeGreaterThanOrEqual(run.market.low[fill.bar]!);
          expect(fill.rawPrice).toBeLessThanOrEqual(run.market.high[fill.bar]!);
        }
        if (order.role === 'entry') expect(fill.bar).toBeGreaterThan(order.submittedBar);
        if (order.type === 'limit') expect((order.price - fill.price) * order.side).toBeGreaterThanOrEqual(0);
      }
    });
  });

  test('an order and its fills tell the same quantity, mean price and fees', () => {
    forRandomRuns((run) => {
      const { fills, orders } = run.journal!;
      for (const order of orders) {
        const own = fills.filter(({ orderId }) => orderId === order.id);
        const filled = sum(own.map(({ quantity }) => quantity));
        expect(order.filledQuantity).toBeCloseTo(filled, 6);
        expect(order.fee).toBeCloseTo(sum(own.map(({ fee }) => fee)), 6);
        if (filled > 0) expect(order.averagePrice).toBeCloseTo(sum(own.map((f) => f.price * f.quantity)) / filled, 6);
        if (order.status === 'FILLED') expect(order.quantity).toBe(order.filledQuantity);
      }
    });
  });

  test('fills of a bar take no more of its volume than the run allows, but for what the run itself closes', () => {
    forRandomRuns((run, { execution }) => {
      const participation = execution?.participation;
      if (participation === undefined || participation.bps === null) return;
      const taken = new Map<number, number>();
      for (const { bar, quantity, reason } of run.journal!.fills)
        if (!ENDS.includes(reason)) taken.set(bar, (taken.get(bar) ?? 0) + quantity);
      for (const [bar, quantity] of taken) {
        const volume = run.market.volume[participation.volume === 'current' ? bar : bar - 1] ?? 0;
        expect(quantity).toBeLessThanOrEqual(((volume * participation.bps) / 10_000) * (1 + 1e-9) + 1e-6);
      }
    }, 300);
  });

  test('returns multiply up to the growth of equity, and the drawdown is that of the equity at the closes', () => {
    forRandomRuns((run, { returns }) => {
      if (run.counters.ruined > 0 || run.finalEquity <= 0) return;
      const isLog = typeof returns === 'object' && returns.kind === 'log';
      const growth = run.returns.reduce((product, r) => product * (isLog ? Math.exp(r) : 1 + r), 1);
      expect(growth).toBeCloseTo(run.finalEquity / run.initialEquity, 9);
      expect(run.drawdown.max).toBe(Math.max(0, ...run.journal!.drawdown));
    });
  });

  test('exposure counts the bars with a position at some moment', () => {
    forRandomRuns((run) => {
      const { positions, fills } = run.journal!;
      const position = positions[0]!;
      const filled = new Set(fills.map((f) => f.bar));
      const exposed = Array.from(position).filter(
        (q, i) => q !== 0 || (i > 0 && position[i - 1] !== 0) || filled.has(i),
      );
      expect(run.counters.exposedBars).toBe(exposed.length);
      expect(run.counters.openCloses).toBe(position.filter((q) => q !== 0).length);
    });
  });
});
