import { describe, expect, test } from 'vitest';
import type { Desk } from '../../../src/engine/desk.js';
import { Ledger } from '../../../src/engine/account/ledger.js';
import { Position } from '../../../src/engine/account/position.js';
import { TradeLog } from '../../../src/engine/record/trade-log.js';
import { rulesOf, runScript, type Bar } from '../../_support/backtest.js';

const FEE = 0.0005;

function accountOf(kind: 'cash' | 'margin', initialCash: number) {
  const ledger = new Ledger();
  const trades = new TradeLog();
  const position = new Position(ledger, trades);
  const rules = rulesOf();
  ledger.reset(initialCash);
  position.reset({ ...rules.account, kind }, rules.instrument, 0);
  let frame = 0;
  const fill = (side: 1 | -1, quantity: number, price: number, rate = FEE) =>
    position.apply(frame++, side, quantity, price, quantity * price * rate, false, 'signal', NaN);
  const equityAt = (price: number) => ledger.cash + position.base + position.slope * price;
  return { ledger, position, trades, fill, equityAt };
}

describe('a margin account', () => {
  test('realises profit against the average price and splits a fill that flips the position', () => {
    const { ledger, position, trades, fill, equityAt } = accountOf('margin', 10_000);
    fill(1, 2, 100);
    fill(-1, 1, 110);
    expect(position.entryPrice).toBe(100);
    fill(-1, 3, 105);
    expect(position.quantity).toBe(-2);
    expect(position.entryPrice).toBe(105);
    expect(ledger.totalFees).toBeCloseTo(0.3125, 12);
    expect(equityAt(100)).toBeCloseTo(10_000 + 15 - 0.3125 + 10, 9);
    fill(1, 2, 95);
    expect(ledger.totalFees).toBeCloseTo(0.4075, 12);
    expect(ledger.cash).toBeCloseTo(10_000 + 35 - 0.4075, 9);
    expect(Array.from(trades.grossPnl.subarray(0, 2))).toEqual([15, 20]);
  });

  test('keeps cash where it is while a position is only marked', () => {
    const { ledger, position, fill, equityAt } = accountOf('margin', 1000);
    fill(1, 5, 100, 0);
    expect(ledger.cash).toBe(1000);
    expect(equityAt(90)).toBe(950);
    expect(position.unrealizedAt(90)).toBe(-50);
  });
});

describe('a cash account', () => {
  test('all-in buy and hold of 10,000 from 100 to 125 at 0.1 % a side leaves 12475.024975024975', () => {
    const flat = (price: number): Bar => [price, price, price, price];
    const rules = rulesOf({
      account: { initialCash: 10_000 },
      execution: { fees: { maker: 0, taker: 0.001, fixed: 0, perUnit: 0 } },
    });
    const buyAll = {
      0: (desk: Desk) => void desk.submit({ type: 'market', side: 1, size: { kind: 'equity', value: 1, cap: 1 } }),
    };
    const run = runScript([flat(100), flat(100), flat(125)], buyAll, rules);
    expect(run.finalEquity).toBeCloseTo(12_475.024975024975, 8);
  });

  test('holds the proceeds of a short as cash', () => {
    const { ledger, fill, equityAt } = accountOf('cash', 1000);
    fill(-1, 5, 100, 0);
    expect(ledger.cash).toBe(1500);
    expect(equityAt(100)).toBe(1000);
    expect(equityAt(120)).toBe(900);
  });

  test('takes the mean of the entries, leaves it at partial exits, and counts one trade from flat to flat', () => {
    const { position, trades, fill } = accountOf('cash', 10_000);
    fill(1, 1, 100, 0);
    fill(1, 1, 110, 0);
    expect(position.entryPrice).toBe(105);
    fill(-1, 1.5, 120, 0);
    expect(position.entryPrice).toBe(105);
    expect(trades.count).toBe(0);
    fill(-1, 0.5, 118, 0);
    expect(trades.count).toBe(1);
    expect([trades.quantity[0], trades.entryPrice[0], trades.exitPrice[0], trades.grossPnl[0]]).toEqual([
      2, 105, 119.5, 29,
    ]);
    expect(position.entryPrice).toBeNaN();
  });
});

test('the fixed fee of a fill is paid out of the budget', () => {
  const rules = rulesOf({ execution: { fees: { maker: 0, taker: 0, fixed: 50, perUnit: 0 } } });
  const run = runScript(
    [
      [100, 100, 100, 100],
      [100, 100, 100, 100],
      [100, 100, 100, 100],
    ],
    { 0: (desk) => void desk.submit({ type: 'market', side: 1, size: { kind: 'cash', value: 1050, cap: 1 } }) },
    rules,
  );
  expect(run.journal!.fills[0]!.quantity).toBe(10);
  expect(run.finalEquity).toBe(100_000 - 100);
});

describe('leverage', () => {
  const size = { kind: 'equity', value: 3, cap: 3 } as const;
  const bought = (leverage: number) =>
    runScript(
      [
        [100, 100, 100, 100],
        [100, 100, 100, 100],
        [100, 100, 100, 100],
      ],
      { 0: (desk) => void desk.submit({ type: 'market', side: 1, size }) },
      rulesOf({ account: { kind: 'margin', leverage } }),
    ).journal!.fills[0]!.quantity;

  test('caps the notional of a position', () => {
    expect(bought(1)).toBe(1000);
    expect(bought(2)).toBe(2000);
    expect(bought(5)).toBe(3000);
  });
});

describe('an account that loses everything', () => {
  const up: Bar[] = [
    [100, 100, 100, 100],
    [100, 100, 100, 100],
    [150, 150, 150, 150],
    [250, 260, 240, 250],
    [100, 100, 100, 100],
  ];
  const short = {
    0: (desk: Desk) => void desk.submit({ type: 'market', side: -1, size: { kind: 'equity', value: 1, cap: 1 } }),
  };

  test('is closed at the close at which equity is at or below zero, and trades no more', () => {
    const run = runScript(up, { ...short, 3: short[0] });
    expect(run.trades.exitReason).toEqual(['ruined']);
    expect(run.trades.exitBar[0]).toBe(3);
    expect(run.finalEquity).toBe(-50_000);
    expect(run.counters.ruined).toBe(1);
    expect(run.journal!.orders.at(-1)).toMatchObject({ status: 'REJECTED', code: 'RUINED' });
  });

  test('is liquidated at the extreme that eats the maintenance margin', () => {
    const rules = rulesOf({ account: { kind: 'margin', leverage: 10, maintenanceRate: 0.05 } });
    const long = {
      0: (desk: Desk) => void desk.submit({ type: 'market', side: 1, size: { kind: 'equity', value: 10, cap: 10 } }),
    };
    const run = runScript(
      [
        [100, 100, 100, 100],
        [100, 101, 99, 100],
        [100, 101, 94, 100],
        [100, 100, 100, 100],
      ],
      long,
      rules,
    );
    expect(run.trades.exitReason).toEqual(['liquidated']);
    expect(run.trades.exitPrice[0]).toBe(94);
    expect(run.finalEquity).toBe(40_000);
    expect(run.counters.liquidations).toBe(1);
  });
});
