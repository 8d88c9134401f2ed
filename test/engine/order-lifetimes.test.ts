import { describe, expect, test } from 'vitest';
import { parseStep } from '../../src/base/step.js';
import type { Desk, OrderTicket } from '../../src/engine/desk.js';
import type { ExecutionRules } from '../../src/engine/rules.js';
import { rulesOf, runScript, type Bar } from '../_support/backtest.js';

const FLAT: Bar = [100, 100, 100, 100, 1000];
const size = (value: number) => ({ kind: 'quantity', value }) as const;
const order =
  (ticket: Partial<OrderTicket>) =>
  (desk: Desk): void =>
    void desk.submit({ type: 'market', side: 1, size: size(1), ...ticket });
const bps = (slippage: number): Partial<ExecutionRules> => ({ slippage: slippage / 1e4, flattenAtEnd: false });
const run = (bars: readonly Bar[], ticket: Partial<OrderTicket>, execution: Partial<ExecutionRules> = bps(0)) =>
  runScript(bars, { 0: order(ticket) }, rulesOf({ instrument: { lot: parseStep('0.1') }, execution }));
const fills = (...given: Parameters<typeof run>) =>
  run(...given).journal!.fills.map(({ bar, quantity, price, liquidity }) => [bar, quantity, price, liquidity]);
const end = (...given: Parameters<typeof run>) => {
  const [{ status, code, filledQuantity }] = run(...given).journal!.orders as [never];
  return [status, code, filledQuantity];
};

describe('participation', () => {
  const share = (volume: 'current' | 'previous' = 'current', bps = 500): Partial<ExecutionRules> => ({
    participation: { bps, volume },
    flattenAtEnd: false,
  });

  test('gives a market order its share of each bar until it is filled, with spread and impact of each part', () => {
    const bars: Bar[] = [
      FLAT,
      [100, 100, 100, 100, 1000],
      [101, 101, 101, 101, 400],
      [100.5, 100.5, 100.5, 100.5, 1000],
    ];
    const result = run(
      bars,
      { size: size(80) },
      {
        ...share(),
        ...bps(2.5),
        impact: { factor: 0.1, unit: 'price', leastVolume: 1 },
        fees: { maker: 0.0001, taker: 0.0001, fixed: 0, perUnit: 0 },
      },
    );
    const found = result.journal!.fills;
    expect(found.map(({ bar, quantity }) => [bar, quantity])).toEqual([
      [1, 50],
      [2, 20],
      [3, 10],
    ]);
    [100.03, 101.03025, 100.526125].forEach((price, k) => expect(found[k]!.price).toBeCloseTo(price, 9));
    [0.50015, 0.2020605, 0.100526125].forEach((fee, k) => expect(found[k]!.fee).toBeCloseTo(fee, 9));
    const [whole] = result.journal!.orders;
    expect(whole).toMatchObject({ status: 'FILLED', filledQuantity: 80, quantity: 80 });
    expect(whole!.averagePrice).toBeCloseTo(100.342078, 6);
    expect(whole!.fee).toBeCloseTo(0.802737, 6);
  });

  test('puts at risk what all parts of the entry do, each from its own price to its own stop, and nothing for later entries', () => {
    const bars: Bar[] = [FLAT, [100, 100, 100, 100, 1000], [101, 101, 101, 101, 400], [104, 104, 104, 104, 1000]];
    const bracket = { stop: { distance: 4 } };
    const riskOf = (ticket: Partial<OrderTicket>, more: Readonly<Record<number, (desk: Desk) => void>> = {}) => {
      const enter = (desk: Desk) => void desk.submit({ type: 'market', side: 1, size: size(70), ...ticket });
      const rules = rulesOf({ execution: { ...share(), flattenAtEnd: true } });
      return runScript(bars, { 0: enter, ...more }, rules).trades.initialRisk[0];
    };
    expect(riskOf({ bracket })).toBeCloseTo(70 * 4, 9);
    expect(riskOf({ bracket: { stop: { price: 96 } } })).toBeCloseTo(50 * 4 + 20 * 5, 9);
    const another = (desk: Desk) => void desk.submit({ type: 'market', side: 1, size: size(10), bracket });
    expect(riskOf({ bracket }, { 2: another })).toBeCloseTo(70 * 4, 9);
    expect(riskOf({})).toBeNaN();
  });

  test('takes the volume of the bar before where the run may not know the bar', () => {
    const bars: Bar[] = [
      [100, 100, 100, 100, 20],
      [100, 100, 100, 100, 1000],
      [100, 100, 100, 100, 10],
    ];
    expect(fills(bars, { size: size(30) }, share('previous'))).toEqual([
      [1, 1, 100, 'taker'],
      [2, 29, 100, 'taker'],
    ]);
    expect(fills(bars, { size: size(30) }, share('current'))).toEqual([[1, 30, 100, 'taker']]);
  });

  test.each(['0.1', null])('leaves no dust of parts that doubles cannot add up, with a lot of %s', (lot) => {
    const thin = [6, 4, 14, 20, 20].map((volume): Bar => [100, 100, 100, 100, volume]);
    const buyThenSell = {
      0: order({ size: size(0.6) }),
      3: (desk: Desk) => order({ side: -1, size: size(desk.position), reduceOnly: true })(desk),
    };
    const instrument = { lot: lot === null ? null : parseStep(lot) };
    const rules = rulesOf({
      instrument,
      execution: { participation: { bps: 500, volume: 'current' }, flattenAtEnd: false },
    });
    const { journal, trades } = runScript([FLAT, ...thin], buyThenSell, rules);
    expect(journal!.fills.map(({ bar, side, quantity }) => [bar, side * quantity])).toEqual([
      [1, 0.3],
      [2, 0.2],
      [3, 0.1],
      [4, -0.6],
    ]);
    expect(trades.quantity[0]).toBe(0.6);
  });

  test('makes no win or loss of a trade that broke even over several fills', () => {
    const prices = [100, 93.1, 97.4, 90.2, 100.3].map((price): Bar => [price, price, price, price, 2]);
    const rules = rulesOf({
      instrument: { lot: parseStep('0.1') },
      execution: {
        participation: { bps: 500, volume: 'current' },
        flattenAtEnd: false,
        fees: { maker: 0, taker: 0, fixed: 0, perUnit: 0 },
      },
    });
    const script = { 0: order({ size: size(0.2) }), 2: order({ side: -1, size: size(0.2), reduceOnly: true }) };
    const { trades } = runScript(prices, script, rules);
    expect([trades.count, trades.pnl[0]]).toEqual([1, 0]);
  });

  test('too small for its impact ends a run whose sale would be paid nothing', () => {
    const impact = { factor: 60, unit: 'price', leastVolume: 1 } as const;
    const sell = () => run([FLAT, FLAT, [100, 100, 100, 100, 1]], { size: size(2) }, { impact, flattenAtEnd: true });
    expect(sell).toThrow('slippage takes the price of a fill from 100 to -20: prices lie above 0');
  });

  test('of nothing fills nothing', () => {
    expect(fills([FLAT, FLAT, FLAT], { size: size(1) }, share('current', 0))).toEqual([]);
  });

  test('is handed out in the order in which orders trade', () => {
    const twice = runScript(
      [FLAT, [100, 100, 90, 95, 20], [95, 95, 90, 92, 1000]],
      {
        0: (desk) => {
          order({ type: 'limit', price: 92, size: size(1) })(desk);
          order({ type: 'limit', price: 96, size: size(0.7) })(desk);
        },
      },
      rulesOf({ instrument: { lot: parseStep('0.1') }, execution: share() }),
    );
    expect(twice.journal!.fills.map(({ orderId, bar, quantity }) => [orderId, bar, quantity])).toEqual([
      [2, 1, 0.7],
      [1, 1, 0.3],
      [1, 2, 0.7],
    ]);
  });

  test('leaves a triggered stop at the opens to come, and the rest of a limit resting as maker', () => {
    const bars: Bar[] = [FLAT, [100, 106, 100, 101, 20], [99, 99, 98, 98, 1000]];
    expect(fills(bars, { type: 'stop', price: 105, size: size(3) }, share())).toEqual([
      [1, 1, 105, 'taker'],
      [2, 2, 99, 'taker'],
    ]);
    const falling: Bar[] = [FLAT, [98, 98, 98, 98, 20], [99, 99, 97, 98, 1000]];
    expect(fills(falling, { type: 'limit', price: 98.5, size: size(3) }, share())).toEqual([
      [1, 1, 98, 'taker'],
      [2, 2, 98.5, 'maker'],
    ]);
  });

  test('measures the impact of a fill against the same volume, with or without a limit on its share', () => {
    const bars: Bar[] = [
      [100, 100, 100, 100, 20],
      [100, 100, 100, 100, 40],
      [100, 100, 100, 100, 80],
    ];
    const pricesOf = (volume: 'current' | 'previous', bps: number | null) =>
      fills(
        bars,
        { size: size(4) },
        {
          ...{ participation: { bps, volume }, flattenAtEnd: true, slippage: 0 },
          impact: { factor: 10, unit: 'price', leastVolume: 1 },
        },
      ).map(([, , price]) => price);
    // What the run closes itself at its end knows its bar: 4 of 80.
    expect(pricesOf('current', null)).toEqual([101, 99.5]);
    expect(pricesOf('previous', null)).toEqual([102, 99.5]);
    expect(pricesOf('previous', 5000)).toEqual([102, 99.5]);
  });

  test('does not bind what the run itself closes at the end', () => {
    const bars: Bar[] = [FLAT, FLAT, [100, 100, 100, 100, 0]];
    expect(fills(bars, { size: size(5) }, { ...share(), flattenAtEnd: true })).toEqual([
      [1, 5, 100, 'taker'],
      [2, 5, 100, 'taker'],
    ]);
  });
});

describe('a lifetime', () => {
  const thin: Bar[] = [FLAT, [100, 100, 100, 100, 20], FLAT, FLAT];
  const share: Partial<ExecutionRules> = { participation: { bps: 500, volume: 'current' }, flattenAtEnd: false };

  test.each([
    [
      'gtc',
      1,
      [
        [1, 1, 100, 'taker'],
        [2, 2, 100, 'taker'],
      ],
      ['FILLED', '', 3],
    ],
    ['ioc', 1, [[1, 1, 100, 'taker']], ['CANCELED', 'IOC', 1]],
    ['fok', 1, [], ['CANCELED', 'FOK', 0]],
  ] as const)('%s decides what becomes of the rest of a bar', (timeInForce, _, expected, last) => {
    const ticket = { size: size(3), timeInForce };
    expect(fills(thin, ticket, share)).toEqual(expected);
    expect(end(thin, ticket, share)).toEqual(last);
  });

  test.each(['ioc', 'fok'] as const)('%s ends an order whose price its first bar does not reach', (timeInForce) => {
    const bars: Bar[] = [FLAT, FLAT, [90, 90, 90, 90, 1000]];
    expect(end(bars, { type: 'limit', price: 95, timeInForce })).toEqual(['CANCELED', timeInForce.toUpperCase(), 0]);
  });

  test('fok fills what its first bar can give as a whole', () => {
    expect(fills([FLAT, FLAT], { size: size(50), timeInForce: 'fok' }, share)).toEqual([[1, 50, 100, 'taker']]);
  });
});

describe('prices of the order types', () => {
  test.each([
    ['a sell stop that the open passed', { type: 'stop', side: -1, price: 95 }, [94, 96, 93, 95, 1], 93.953, 'taker'],
    ['a sell stop inside the bar', { type: 'stop', side: -1, price: 95 }, [97, 97, 94.5, 95, 1], 94.9525, 'taker'],
    ['a buy limit inside the bar', { type: 'limit', price: 99 }, [100, 100, 98.5, 99, 1], 99, 'maker'],
    ['a buy limit that the open passed', { type: 'limit', price: 99 }, [98, 99, 97, 98, 1], 98.049, 'taker'],
    ['a buy limit as a cap of the slippage', { type: 'limit', price: 98.02 }, [98, 99, 97, 98, 1], 98.02, 'taker'],
    [
      'a buy stop_limit',
      { type: 'stop_limit', price: 105, limitPrice: 106 },
      [100, 107, 100, 106, 1],
      105.0525,
      'taker',
    ],
  ] as const)('%s', (_, ticket, bar, price, liquidity) => {
    const [found] = fills([FLAT, bar, FLAT], ticket, bps(5));
    expect(found![2]).toBeCloseTo(price, 9);
    expect(found![3]).toBe(liquidity);
  });

  test('a stop_limit whose trigger lies beyond its limit rests there from the next bar on, as maker', () => {
    const ticket = { type: 'stop_limit', price: 105, limitPrice: 106 } as const;
    const bars: Bar[] = [FLAT, [107, 108, 104, 107, 1], [107, 107, 105, 106, 1]];
    expect(fills(bars, ticket, bps(5))).toEqual([[2, 1, 106, 'maker']]);
  });

  test('a stop_limit with its limit on the wrong side of its stop is rejected', () => {
    expect(end([FLAT, FLAT], { type: 'stop_limit', price: 105, limitPrice: 104 })).toEqual([
      'REJECTED',
      'PRICE_INVALID',
      0,
    ]);
    expect(end([FLAT, FLAT], { type: 'stop_limit', price: 105 })).toEqual(['REJECTED', 'PRICE_INVALID', 0]);
  });

  test('a limit that is only touched trades unless the run asks for more', () => {
    const bars: Bar[] = [FLAT, [100, 100, 99, 100, 1], [100, 100, 98.9, 100, 1]];
    const ticket = { type: 'limit', price: 99 } as const;
    expect(fills(bars, ticket)).toEqual([[1, 1, 99, 'maker']]);
    expect(fills(bars, ticket, { ...bps(0), limitTouch: false })).toEqual([[2, 1, 99, 'maker']]);
  });

  test('a stop may ignore the gap that jumped it', () => {
    const bars: Bar[] = [FLAT, [94, 96, 93, 95, 1], FLAT];
    expect(fills(bars, { type: 'stop', side: -1, price: 95 }, { ...bps(0), stopGap: 'stop' })).toEqual([
      [1, 1, 95, 'taker'],
    ]);
  });

  test('a post-only limit never takes: refused at the close that it would cross, cancelled at an open that would fill it', () => {
    const postOnly = { retries: 0, maxDeviation: 0 };
    expect(end([FLAT, FLAT], { type: 'limit', price: 100, postOnly })).toEqual(['REJECTED', 'POST_ONLY', 0]);
    expect(end([FLAT, [98, 98, 98, 98, 1]], { type: 'limit', price: 99, postOnly })).toEqual([
      'CANCELED',
      'POST_ONLY',
      0,
    ]);
    expect(fills([FLAT, [100, 100, 98, 99, 1]], { type: 'limit', price: 99, postOnly })).toEqual([[1, 1, 99, 'maker']]);
  });
});

describe('drawn latency', () => {
  const DAY = 86_400_000;
  const bars: Bar[] = Array.from({ length: 12 }, () => FLAT);
  const latency = (min: number, max: number, step: number) => ({ ...bps(0), latency: { min, max, step } });

  test('of a whole bar fills one bar later, of less than a bar at the next open', () => {
    expect(fills(bars, {}, latency(DAY, DAY, 1))).toEqual([[2, 1, 100, 'taker']]);
    expect(fills(bars, {}, latency(10, 200, 5))).toEqual([[1, 1, 100, 'taker']]);
  });

  test('differs from order to order within its range, and the same order always draws the same', () => {
    const many = (): number[] =>
      runScript(
        bars,
        { 0: (desk) => Array.from({ length: 40 }, () => order({})(desk)) && undefined },
        rulesOf({ execution: latency(DAY, 4 * DAY, DAY) }),
      )
        .journal!.fills.filter(({ side }) => side > 0)
        .map(({ bar }) => bar);
    expect(new Set(many())).toEqual(new Set([2, 3, 4]));
    expect(many()).toEqual(many());
  });
});
