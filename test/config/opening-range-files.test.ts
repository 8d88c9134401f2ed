import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { fileWith, findingsOf, temporaryFolder } from './_files.js';

/** A file of the opening-range program, as its own loader reads it. */
const FILE = `
name: ORB Confluence
version: "1.0"
instruments:
  first:
    symbol: " spy "
    proxy_symbol: SPY
    data_source: yahoo
    session_mode: rth
    session_start: "08:30:00"
    session_end: "15:00:00"
    timezone: America/Chicago
    early_close: {2025-11-28: "12:00:00"}
    tick_size: 0.05
    point_value: 50.0
    enabled: true
  NQ: {session_start: "17:00:00", session_end: "16:00:00", tick_size: 0.25, point_value: 20.0, enabled: false}
orb: {base_minutes: 10, adaptive: false, intraday_atr_timeframe: 15min, daily_atr_timeframe: 1day}
buffers: {fixed: 2.0}
factors: {rel_volume: {enabled: true, lookback: 30}}
scoring: {base_required: 1}
trade: {partials: false, primary_r: 1.2}
governance: {time_cutoff: "13:30:00"}
backtest: {start_date: "2024-01-01", end_date: "2024-03-31", initial_capital: 50000.0, random_seed: 7, conservative_fills: true}
optimization: {enabled: false, n_trials: 100}
log_level: INFO
`;
const load = (text: string) => loadBacktestFile(fileWith(text, 'orb.yaml'));

describe('the file of the opening-range program loads as it stands:', () => {
  test('one instrument is the venue, the sections are the parameters, capital and dates stay with them', async () => {
    const run = await load(FILE);
    expect([run.name, run.strategy.name, run.seed]).toEqual(['ORB-Confluence', 'orb-confluence', 7]);
    expect(run.params).toEqual({
      instrument: { tick_size: 0.05 },
      orb: { base_minutes: 10, adaptive: false, intraday_minutes: 15 },
      buffers: { fixed: 2 },
      factors: { rel_volume: { enabled: true, lookback: 30 } },
      scoring: { base_required: 1 },
      trade: { partials: false, primary_r: 1.2 },
      governance: { time_cutoff: '13:30:00' },
      backtest: { start_date: '2024-01-01', end_date: '2024-03-31', initial_capital: 50_000 },
    });
    expect(run.data).toMatchObject({ source: 'catalog', symbol: 'SPY', interval: '1m' });
    expect(run.settings).toMatchObject({
      venue: {
        calendar: 'sessions',
        allow_short: true,
        multiplier: 50,
        session: {
          open: '08:30:00',
          close: '15:00:00',
          timezone: 'America/Chicago',
          early_close: { '2025-11-28': '12:00:00' },
        },
      },
      account: { type: 'margin' },
      execution: { path: 'worst', fees: 0, slippage: 0 },
    });
  });

  test('several instruments trade on one account, each in its own session and with its own ticks and point value', async () => {
    const run = await load(FILE.replace('enabled: false}\norb', 'enabled: true}\norb'));
    expect(run.data).toMatchObject({ source: 'catalog', symbols: ['SPY', 'NQ'] });
    expect(run.settings).toMatchObject({
      venue: {
        instruments: {
          SPY: { multiplier: 50, session: { open: '08:30:00' } },
          NQ: { multiplier: 20, session: { open: '17:00:00', close: '16:00:00', timezone: 'America/Chicago' } },
        },
      },
      portfolio: {
        mode: 'portfolio',
        per_symbol: { SPY: { instrument: { tick_size: 0.05 } }, NQ: { instrument: { tick_size: 0.25 } } },
      },
    });
  });

  test('without instruments it is the one that the program assumes', async () => {
    const run = await load('orb: {base_minutes: 20}\n');
    expect(run.data).toMatchObject({ symbol: 'ES' });
    expect(run.settings).toMatchObject({ execution: { path: 'adaptive' }, venue: { multiplier: 1 } });
  });

  test('with a space beside its sections it is a sweep, and as a strategy it gives its parameters', async () => {
    const space = 'space: {orb.base_minutes: [10, 20]}\nmetric: expectancy_r\n';
    const sweep = await loadSweepFile(fileWith(FILE + space, 'orb.yaml'));
    expect(sweep.dimensions.map(({ name }) => name)).toEqual(['orb.base_minutes']);
    expect(sweep.strategy.name).toBe('orb-confluence');
    const folder = temporaryFolder();
    fileWith(FILE, 'orb.yaml', folder);
    const run = await loadBacktestFile(
      fileWith(
        'strategy: orb.yaml\ndata: {source: synthetic, sessions: {}}\naccount: {type: margin}\n' +
          'venue: {calendar: sessions, allow_short: true, session: {open: "14:30", close: "21:00", timezone: UTC}}\n',
        'run.yaml',
        folder,
      ),
    );
    expect(run.params).toMatchObject({ buffers: { fixed: 2 }, orb: { intraday_minutes: 15 } });
    expect(run.settings).toMatchObject({ venue: { multiplier: 1 } });
  });

  test('the shipped one is such a file', async () => {
    const run = await load(readFileSync('configs/backtest/orb-confluence-original.yaml', 'utf8'));
    expect(run.data).toMatchObject({ source: 'synthetic', symbol: 'SPY' });
  });
});

test.each([
  ['  NQ: {', '  NQ: {tick: 1, ', '17:8', 'unknown key tick in instruments.NQ'],
  ['point_value: 50.0', 'point_value: 0', '15:18', 'instruments.first.point_value: expected number to be >0'],
  ['America/Chicago', 'Chicago', '12:15', 'venue.session.timezone: an IANA time zone such as America/New_York'],
  ['"12:00:00"}', '"16:00:00"}', '13:18', 'venue.session.early_close: an early close lies inside the session'],
  ['base_minutes: 10', 'base_minute: 10', '18:7', 'unknown key base_minute in orb'],
  ['15min', '15m', '18:66', 'orb.intraday_atr_timeframe: minutes, such as 5min'],
  ['fixed: 2.0', 'fixed: -2.0', '19:18', 'buffers.fixed: expected number to be >=0'],
  ['log_level: INFO', 'log_levels: INFO', '26:1', 'unknown key log_levels'],
])('%s as %s is refused at %s: %s', async (from, to, place, rule) => {
  const [finding] = await findingsOf(() => load(FILE.replace(from, to)));
  expect([finding!.place, finding!.rule]).toEqual([`orb.yaml:${place}`, rule]);
});

test('a file with no enabled instrument is refused', async () => {
  const [finding] = await findingsOf(() => load(FILE.replace('enabled: true\n', 'enabled: false\n')));
  expect(finding).toMatchObject({ code: 'HG-CONFIG-059', place: 'orb.yaml:4:1' });
});
