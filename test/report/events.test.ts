import { describe, expect, test } from 'vitest';
import type { Desk } from '../../src/engine/desk.js';
import type { RunRecord } from '../../src/engine/record/record.js';
import { timelineOf } from '../../src/engine/timeline.js';
import { eventsJsonl } from '../../src/report/best-backtest/events.js';
import { exposureRows } from '../../src/report/best-backtest/exposure.js';
import { lotsCsv } from '../../src/report/best-backtest/lots.js';
import { rulesOf, runActor, runScript, type Bar } from '../_support/backtest.js';
import { randomActor, randomMarket } from '../_support/random-run.js';
import { runReport } from './recorded-run.js';

const flat = (price: number): Bar => [price, price, price, price];
const order = (side: 1 | -1, value: number) => (desk: Desk) =>
  void desk.submit({ type: 'market', side, size: { kind: 'quantity', value } });

/** The account of the worked example: buys 1 at 100 and 1 at 110, sells 1.5 at 120 and 1 at 118; fees of one basis point. */
const turned = (): RunRecord =>
  runScript(
    [flat(100), flat(100), flat(110), flat(120), flat(118), flat(118)],
    { 0: order(1, 1), 1: order(1, 1), 2: order(-1, 1.5), 3: order(-1, 1) },
    rulesOf({
      account: { initialCash: 10_000 },
      instrument: { allowShort: true },
      execution: { fees: { maker: 1e-4, taker: 1e-4, fixed: 0, perUnit: 0 }, flattenAtEnd: false },
    }),
  );

const lots = (record: RunRecord, config: unknown = {}): string[][] =>
  [...lotsCsv(runReport({ record, config }))].slice(1).map((line) => line.trimEnd().split(','));

const LONG_ONLY = rulesOf({ instrument: { allowShort: false } });
const RULES = rulesOf({ instrument: { allowShort: true }, execution: { sameBarExits: true } });

interface Envelope {
  readonly topic: string;
  readonly seq: number;
  readonly ts: string;
  readonly payload: Record<string, unknown>;
}
const events = (record: RunRecord, config: unknown = {}): Envelope[] =>
  [...eventsJsonl({ record, config: config as never })].map((line) => JSON.parse(line) as Envelope);

describe('lots.csv', () => {
  test('closes the oldest entry first, and a fill that is larger opens the rest on its own side', () => {
    const rows = lots(turned()).map(([, side, quantity, , entry, , exit, pnl]) => [side, quantity, entry, exit, pnl]);
    expect(rows).toEqual([
      ['LONG', '1', '100', '120', '20'],
      ['LONG', '0.5', '110', '120', '5'],
      ['LONG', '0.5', '110', '118', '4'],
    ]);
  });

  test('shares the fee of a fill by quantity, what it opens keeps its own', () => {
    const fees = lots(turned()).map((row) => [Number(row[8]), Number(row[9])]);
    const expected = [
      [0.01, 0.012],
      [0.0055, 0.006],
      [0.0055, 0.0059],
    ];
    fees.forEach(([entry, exit], k) => {
      expect(entry).toBeCloseTo(expected[k]![0]!, 12);
      expect(exit).toBeCloseTo(expected[k]![1]!, 12);
    });
  });

  test('counts the point value of a future', () => {
    expect(lots(turned(), { venue: { multiplier: 50 } })[0]![7]).toBe('1000');
  });

  test('leaves no dust of quantities that doubles cannot divide', () => {
    const run = runScript([100, 100, 100, 100, 100].map(flat), {
      0: order(1, 0.3),
      1: order(-1, 0.1),
      2: order(-1, 0.1),
      3: order(-1, 0.1),
    });
    expect(lots(run).map((row) => row[2])).toEqual(['0.1', '0.1', '0.1']);
  });
});

describe('the account of the worked example', () => {
  const snapshots = events(turned(), { account: { currency: 'USDT' } })
    .filter(({ topic }) => topic === 'account.snapshot')
    .map(({ payload }) => payload);

  test('realises first in, first out, and marks what is left', () => {
    const close = (payload: Record<string, unknown>, figures: Record<string, number>) => {
      for (const [name, value] of Object.entries(figures)) expect(payload[name], name).toBeCloseTo(value, 9);
    };
    // Half a unit, bought at 110, is left after the sale of 1.5; at 120 it is worth 5 more.
    close(snapshots[3]!, { cash: 9969.961, rpnl: 25, fees_paid: 0.039, upnl: 5, equity: 10029.961 });
    close(snapshots[4]!, {
      cash: 10087.9492,
      rpnl: 29,
      upnl: 0,
      equity: 10028.9492,
      gross_exposure: 59,
      net_exposure: -59,
    });
    expect(snapshots[4]).toMatchObject({ base_ccy: 'USDT', positions: { TEST: -0.5 } });
  });

  test('stands at 10027.461 with the half unit marked at 115, and at 10030.4492 short of it', () => {
    const marked = (closes: readonly number[], upTo: number) => {
      const sell = { 2: order(-1, 1.5), ...(upTo > 4 && { 3: order(-1, 1) }) };
      const bars = [100, 100, 110, 120, 118].slice(0, upTo).map(flat);
      const last: Bar = [closes[0]!, closes[0]!, closes[0]!, closes[0]!];
      const rules = rulesOf({
        account: { initialCash: 10_000 },
        execution: { fees: { maker: 1e-4, taker: 1e-4, fixed: 0, perUnit: 0 }, flattenAtEnd: false },
      });
      return runScript([...bars, last], { 0: order(1, 1), 1: order(1, 1), ...sell }, rules);
    };
    expect(marked([115], 4).finalEquity).toBeCloseTo(10027.461, 9);
    expect(marked([115], 5).finalEquity).toBeCloseTo(10030.4492, 9);
    const told = events(marked([115], 4)).filter(({ topic }) => topic === 'account.snapshot');
    expect(told.at(-1)!.payload['upnl']).toBeCloseTo(2.5, 9);
  });

  test('adds up at every snapshot of random runs: start + realised + unrealised - fees + funding', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const market = randomMarket(seed, 200);
      const run = runActor(market, randomActor(seed, market, 30), RULES);
      for (const { topic, payload } of events(run)) {
        if (topic !== 'account.snapshot') continue;
        const figure = (name: string) => payload[name] as number;
        const sum = run.initialEquity + figure('rpnl') + figure('upnl') - figure('fees_paid');
        expect(Math.abs(sum - figure('equity'))).toBeLessThan(1e-9 * Math.max(1, run.initialEquity + run.turnover));
      }
    }
  });
});

describe('exposure.csv', () => {
  test('values what is held at each close, longs and shorts alike and set off, also as a multiple of the equity', () => {
    const rows = [...exposureRows({ record: turned(), config: {} as never })].slice(1).map((row) => row.slice(1, 3));
    expect(rows).toEqual([
      [0, 0],
      [100, 100],
      [220, 220],
      [60, 60],
      [59, -59],
      [59, -59],
    ]);
    const [, , , first] = [...exposureRows({ record: turned(), config: { venue: { multiplier: 2 } } as never })][2]!;
    expect(first).toBeCloseTo(200 / 9999.99, 9);
  });
});

describe('a fill', () => {
  test('tells what moved its price, and the moment: the start of its bar at the open, else its end', () => {
    const impact = { factor: 0.1, unit: 'price', leastVolume: 1 } as const;
    const bars: Bar[] = [
      [100, 100, 100, 100, 1000],
      [100, 104, 99, 103, 1000],
      [103, 103, 103, 103, 1000],
    ];
    const limit = (desk: Desk) =>
      void desk.submit({
        type: 'limit',
        side: -1,
        size: { kind: 'quantity', value: 1 },
        price: 104,
        reduceOnly: false,
      });
    const script = { 0: (desk: Desk) => (order(1, 50)(desk), limit(desk)) };
    const rules = rulesOf({ execution: { slippage: 0.00025, impact, flattenAtEnd: false } });
    const [market, rested] = events(runScript(bars, script, rules)).filter(({ topic }) => topic === 'orders.fills');
    expect(market!.payload).toMatchObject({
      ...{
        price: 100.03,
        mid: 100,
        half_spread: 0.025,
        impact: expect.closeTo(0.005, 12) as number,
        volume_used: 1000,
      },
      ...{ fill_ts: '2024-01-02T00:00:00.000Z', bar_end: '2024-01-03T00:00:00.000Z' },
    });
    expect(rested!.payload).toMatchObject({ price: 104, fill_ts: '2024-01-03T00:00:00.000Z' });
    expect(rested!.payload).not.toHaveProperty('impact');
  });
});

describe('events.jsonl', () => {
  test('tells an order from its intent to the lot and the trade that it closes, at the close of the frame', () => {
    const run = runScript([flat(100), flat(100), flat(110)], { 0: order(1, 1) });
    expect(events(run).map(({ topic, seq, ts }) => `${topic} ${seq} ${ts}`)).toEqual([
      'orders.intent 1 2024-01-02T00:00:00.000Z',
      'orders.ack 1 2024-01-02T00:00:00.000Z',
      'account.snapshot 1 2024-01-02T00:00:00.000Z',
      'orders.fills 1 2024-01-03T00:00:00.000Z',
      'account.snapshot 2 2024-01-03T00:00:00.000Z',
      'control 1 2024-01-04T00:00:00.000Z',
      'orders.intent 2 2024-01-04T00:00:00.000Z',
      'orders.ack 2 2024-01-04T00:00:00.000Z',
      'orders.fills 2 2024-01-04T00:00:00.000Z',
      'account.lot 1 2024-01-04T00:00:00.000Z',
      'account.trade 1 2024-01-04T00:00:00.000Z',
      'account.snapshot 3 2024-01-04T00:00:00.000Z',
      'engine.report 1 2024-01-04T00:00:00.000Z',
    ]);
  });

  test('tells a refused order by its code, and one that the end of the data cancels after it', () => {
    const limit = (desk: Desk) =>
      void desk.submit({ type: 'limit', side: 1, size: { kind: 'quantity', value: 1 }, price: 50 });
    const run = runScript([flat(100), flat(100)], { 0: (desk) => (order(-1, 1)(desk), limit(desk)) }, LONG_ONLY);
    const told = events(run).filter(({ topic }) => topic !== 'account.snapshot' && topic !== 'engine.report');
    expect(told.map(({ topic, payload }) => [topic, payload['code'] ?? payload['event'] ?? payload['price']])).toEqual([
      ['orders.intent', null],
      ['orders.rejected', 'SHORT_NOT_ALLOWED'],
      ['orders.intent', 50],
      ['orders.ack', undefined],
      ['control', 'end_of_data'],
      ['orders.canceled', 'end_of_data'],
    ]);
  });

  test('of any run tell each order, fill and trade once, an order before its end, and time forwards', () => {
    let fills = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const market = randomMarket(seed, 200);
      const run = runActor(market, randomActor(seed, market, 30), RULES);
      const told = events(run);
      const countOf = (topic: string) => told.filter((event) => event.topic === topic).length;
      expect(countOf('orders.intent')).toBe(run.journal!.orders.length);
      expect(countOf('orders.fills')).toBe(run.journal!.fills.length);
      expect(countOf('account.trade')).toBe(run.trades.count);
      const ended = run.journal!.orders.filter(({ status }) => status !== 'FILLED').length;
      expect(countOf('orders.rejected') + countOf('orders.canceled')).toBe(ended);
      const known = new Set<unknown>();
      let ts = '';
      for (const event of told) {
        expect(event.ts >= ts).toBe(true);
        ts = event.ts;
        const name = event.payload['order'];
        if (event.topic === 'orders.intent') known.add(name);
        else if (event.topic.startsWith('orders.')) expect(known.has(name)).toBe(true);
      }
      fills += run.journal!.fills.length;
    }
    expect(fills).toBeGreaterThan(50);
  });
});

test('events.jsonl logs the bars that are missing, each instrument its own, with a snapshot only where something changed', () => {
  const { market, ...plain } = runScript([flat(100), flat(100), flat(100), flat(100)], {}, rulesOf());
  const time = market.time.map((t, k) => t + (k >= 2 ? 3 * market.intervalMs : 0));
  const gapped = { ...market, time };
  const record = { ...plain, market: gapped, markets: [gapped], timeline: timelineOf([gapped]) };
  const told = events(record).map(({ topic, ts, payload }) => [topic, ts, payload['gap_ms']]);
  const end = (bar: number) => new Date(time[bar]! + market.intervalMs).toISOString();
  expect(told.slice(0, 2)).toEqual([
    ['log.event', end(2), 3 * market.intervalMs],
    ['control', end(3), undefined],
  ]);
});
