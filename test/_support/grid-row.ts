import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runBacktest } from '../../src/coordinator/run-backtest.js';

/** What a run of the grid must come to. */
export interface GridRow {
  readonly name: string;
  readonly sections: Readonly<Record<string, object | number>>;
  readonly params: Readonly<Record<string, object>>;
  readonly exits: Readonly<Record<string, number>>;
  readonly stopReason: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly amounts: Readonly<Record<string, number>>;
}

/** Settings of a venue and an execution as the rules of the grid assume them. */
export const gridVenue = { position_mode: 'hedge', allow_short: true, min_notional: 5, max_notional: 100_000 };
export const gridExecution = { limit_gap: 'limit', slippage_on_tick: false };

/** Runs a row as a backtest file in `folder` and compares: counts exactly, amounts to 1e-9. */
export async function expectRow(row: GridRow, folder: string): Promise<void> {
  const file = join(folder, 'row.json');
  writeFileSync(file, JSON.stringify({ ...row.sections, strategy: { name: 'hedge-grid', params: row.params } }));
  const { record, metrics, metricNames } = await runBacktest(file);
  const valueOf = (name: string): number => metrics[metricNames.indexOf(name)]!;
  const exits: Record<string, number> = {};
  for (const reason of record.trades.exitReason) exits[reason] = (exits[reason] ?? 0) + 1;
  expect(exits).toEqual(row.exits);
  expect(record.stopReason).toBe(row.stopReason);
  expect(Object.fromEntries(Object.keys(row.counts).map((name) => [name, valueOf(name)]))).toEqual(row.counts);
  for (const [name, amount] of Object.entries(row.amounts)) {
    const tolerance = 1e-9 * Math.max(1, Math.abs(amount));
    expect(Math.abs(valueOf(name) - amount), `${name}: ${valueOf(name)}`).toBeLessThan(tolerance);
  }
}
