import { expect, test } from 'vitest';
import { partialExits } from '../../src/report/best-backtest/partials.js';
import { runFiles } from '../../src/report/best-backtest/files.js';
import { rulesOf, runScript, type Bar } from '../_support/backtest.js';
import { LONG, play } from '../_support/orb-play.js';
import { runReport } from './recorded-run.js';

test('a trade that left in parts lists them with time, price, share and reason; one that left as a whole lists none', () => {
  const whole = play([LONG, [99.6, 99.7, 99.5, 99.6]]);
  const parts = play([LONG, [100.9, 102, 100.8, 101.9], [101.8, 101.9, 100.6, 100.65]]);
  expect(partialExits(whole)).toEqual(['']);
  const [text] = partialExits(parts);
  expect(text!.split('; ').map((part) => part.split(' ').toSpliced(1, 1).join(' '))).toEqual([
    '2024-01-02T14:36:00.000Z 0.5 target',
    '2024-01-02T14:36:00.000Z 0.25 target',
    '2024-01-02T14:37:00.000Z 0.25 stop',
  ]);
});

test('a fill that turns the position ends one trade and begins the next', () => {
  const bars = Array.from({ length: 8 }, (_, i): Bar => [100 + i, 101 + i, 99 + i, 100 + i]);
  const order = (side: 1 | -1, value: number) => ({ type: 'market', side, size: { kind: 'quantity', value } }) as const;
  const run = runScript(
    bars,
    {
      0: (desk) => void desk.submit(order(1, 4)),
      1: (desk) => void desk.submit({ ...order(-1, 1), reduceOnly: true, reason: 'part' }),
      2: (desk) => void desk.submit(order(-1, 5)),
      3: (desk) => void desk.submit({ ...order(1, 1), reduceOnly: true, reason: 'cover' }),
    },
    rulesOf({ account: { kind: 'margin' } }),
  );
  expect(run.trades.count).toBe(2);
  expect(partialExits(run)).toEqual([
    '2024-01-03T00:00:00.000Z 102 0.25 part; 2024-01-04T00:00:00.000Z 103 0.75 ',
    '2024-01-05T00:00:00.000Z 104 0.5 cover; 2024-01-08T00:00:00.000Z 107 0.5 end_of_data',
  ]);
});

test("a strategy's own tables become files beside the others", () => {
  const record = play([LONG]);
  const files = runFiles(runReport({ record }));
  const text = (name: string) => [...(files.get(name) as Iterable<string>)].join('');
  expect(text('or_log.csv').split('\n').slice(0, 2)).toEqual([
    'session,start,end,minutes,high,low,width,width_atr,norm_vol,valid,reason',
    '2024-01-02,2024-01-02T14:30:00.000Z,2024-01-02T14:35:00.000Z,5,100.6,99.9,0.6999999999999886,,,true,',
  ]);
  expect(text('governance_events.csv')).toBe('timestamp,event,reason,direction\n');
  expect(text('factor_samples.csv')).toMatch(/^timestamp,close,price_action_long,/);
  expect(text('r_equity.csv').split('\n')[1]).toMatch(
    /^1,TEST_LONG_20240102_143500,2024-01-02T14:35:00.000Z,2024-01-02T14:35:00.000Z,0.17\d+,(0.17\d+),\1,0$/,
  );
  expect(text('signals.csv')).toContain('TEST_LONG_20240102_143500,TEST,LONG,2024-01-02T14:35:00.000Z,100.7,');
});
