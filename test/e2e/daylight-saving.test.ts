import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hgopt, outputsOf, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'];
/** Weekdays around the changes of New York's clocks on 2024-03-10 and 2024-11-03; the last one closes at 13:00. */
const DAYS = [
  ...['2024-03-06', '2024-03-07', '2024-03-08', '2024-03-11', '2024-03-12'],
  ...['2024-10-31', '2024-11-01', '2024-11-04', '2024-11-05', '2024-11-06'],
];
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Bars as New York's clocks stamp them, from half an hour before the open to half an hour after the close. */
function newYorkCsv(): string {
  const rows = ['time,open,high,low,close,volume'];
  let open = 100;
  DAYS.forEach((day, d) => {
    for (let minute = 540; minute < 990; minute++) {
      const k = minute - 540;
      const close = 100 + d * 0.1 + 1.5 * Math.sin(k / 37 + d) + 0.4 * Math.sin(k / 5.3 + 2 * d);
      const [high, low] = [Math.max(open, close) + 0.05, Math.min(open, close) - 0.05];
      const prices = [open, high, low, close].map((price) => price.toFixed(2));
      rows.push([`${day} ${clock(minute)}`, ...prices, k % 7 === 0 ? 300 : 100].join(','));
      open = Number(prices[3]);
    }
  });
  return `${rows.join('\n')}\n`;
}

let folder: TinySweep;
const runs: Map<string, string>[] = [];

beforeAll(async () => {
  folder = tinySweep();
  writeFileSync(folder.path('new-york.csv'), newYorkCsv());
  const backtest = {
    name: 'clocks',
    strategy: {
      name: 'orb-confluence',
      params: {
        orb: { enable_validity_filter: false },
        scoring: { base_required: 1 },
        governance: { time_cutoff: null },
      },
    },
    data: { path: 'new-york.csv', symbol: 'EQ', interval: '1m', timezone: 'America/New_York' },
    venue: {
      calendar: 'sessions',
      allow_short: true,
      session: {
        open: '09:30',
        close: '16:00',
        timezone: 'America/New_York',
        early_close: { '2024-11-06': '13:00' },
      },
    },
    account: { type: 'margin' },
  };
  writeFileSync(folder.path('backtest.json'), JSON.stringify(backtest));
  for (const TZ of ZONES) {
    const out = folder.path(TZ.replace('/', '-'));
    mkdirSync(out);
    const ended = await hgopt(['backtest', folder.path('backtest.json'), '--out', out], { env: { TZ } });
    // The bars are those of the weeks around the changes.
    expect(ended.stderr).toMatch(/^HG-DATA-080 EQ: 166 weekdays without a bar [^\n]*\n$/);
    runs.push(outputsOf(out));
  }
}, 60_000);
afterAll(() => folder.remove());

const cells = (name: string): string[][] =>
  runs[0]!
    .get(name)!
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe('a run over both changes of the clocks', () => {
  test('gives the same bytes in every zone that the host may be in', () => {
    for (const run of runs) expect([...run]).toEqual([...runs[0]!]);
    expect(cells('trades.csv').length).toBeGreaterThan(5);
  });

  test('opens each session at 09:30 in New York, an hour earlier in UTC while summer time holds', () => {
    expect(cells('or_log.csv').map(([session, start]) => [session, start!.slice(11, 16)])).toEqual(
      DAYS.map((day) => [day, day >= '2024-03-10' && day < '2024-11-03' ? '13:30' : '14:30']),
    );
  });

  test('closes each at 16:00, the half day at 13:00, and trades no bar outside', () => {
    const last = new Map(cells('equity.csv').map(([time]) => [time!.slice(0, 10), time!.slice(11, 16)]));
    expect([...last]).toEqual(
      DAYS.map((day) => [
        day,
        day === '2024-11-06' ? '17:59' : day >= '2024-03-10' && day < '2024-11-03' ? '19:59' : '20:59',
      ]),
    );
    expect(cells('equity.csv')).toHaveLength(9 * 390 + 210);
  });
});
