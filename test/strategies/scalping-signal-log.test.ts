import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/engine/record/record.js';
import type { Bar } from '../_support/backtest.js';
import { runSignals } from '../_support/scalping.js';

const flat = (price: number): Bar => [price, price, price, price];
const flats = (count: number) => Array.from({ length: count }, () => flat(100));
const PARAMS = { sl_atr_multiple: 5, tp_atr_multiple: 10 };

function signalsOf(run: RunRecord): Record<string, unknown>[] {
  const { columns, rows } = run.journal!.tables['signals']!;
  return rows.map((row) => Object.fromEntries(columns.map((column, k) => [column, row[k]])));
}
const decisions = (run: RunRecord) => signalsOf(run).map((row) => row['decision']);

describe('the list of signals', () => {
  test('says of each what the risk engine makes of it at its close', () => {
    const rows = signalsOf(runSignals([{ symbol: 'A', bars: flats(4), signals: { 0: 1, 3: -1 } }], PARAMS));
    expect(rows).toHaveLength(2);
    const [long, short] = rows;
    expect(long).toMatchObject({
      timestamp: '2024-01-01T10:00:00.000Z',
      ...{
        symbol: 'A',
        signal: 'LONG',
        side: 'BUY',
        entry_price: 100,
        atr: 1,
        rsi: 50,
        cross: 'BULLISH',
        decision: 'order',
      },
      ...{ sl_distance: 5, tp_distance: 10, stop_loss: 95, take_profit: 110 },
    });
    expect(long!['position_size']).toBeCloseTo(20, 6);
    expect(long!['risk_usd']).toBeCloseTo(100, 5);
    expect(long!['position_value_usd']).toBeCloseTo(2000, 5);
    expect(short).toMatchObject({
      signal: 'SHORT',
      side: 'SELL',
      cross: 'BEARISH',
      stop_loss: 105,
      take_profit: 90,
      decision: 'close',
    });
  });

  test('says what was decided', () => {
    const script = [{ bars: flats(9), signals: { 0: 1, 2: 1, 4: -1, 6: -1 } }] as const;
    expect(decisions(runSignals(script, PARAMS, { instrument: { allowShort: false } }))).toEqual([
      'order',
      'already_in_position',
      'close',
      'shorting_not_allowed',
    ]);
    expect(decisions(runSignals(script, { ...PARAMS, safety: { kill_switch: true } }))[0]).toBe('halted');
    expect(decisions(runSignals(script, { ...PARAMS, safety: { mode: 'monitor' } }))[0]).toBe('monitor');
    const reversed = runSignals(script, { ...PARAMS, allow_reversal: true });
    expect(decisions(reversed)).toEqual(['order', 'already_in_position', 'order', 'already_in_position']);
  });

  test('has no size where the risk engine gives none', () => {
    const run = runSignals([{ bars: flats(2), signals: { 0: 1 }, range: 0.01 }], PARAMS, {
      execution: { slippage: 0.001 },
    });
    expect(signalsOf(run)).toMatchObject([{ position_size: NaN, risk_usd: NaN, decision: 'stop_inside_slippage' }]);
  });
});
