import type { RunRecord } from '../../engine/record/record.js';
import { symbolFileName } from '../../data/catalog/file-name.js';
import type { Cells } from '../cells.js';
import type { RunReport } from '../run-report.js';
import { timeText } from '../time-text.js';
import { multiplierOf } from './multiplier.js';
import { symbolFigures } from './per-symbol.js';
import { tradesRows } from './trades.js';

/** Tables of each symbol of a run over several: what it traded, what it brought, and its figures. By name, without an ending. */
export function symbolTables(report: RunReport): readonly (readonly [name: string, rows: () => Iterable<Cells>])[] {
  const { record, config, accounts } = report;
  const figures = symbolFigures(report);
  const initial = accounts ? record.initialEquity / record.markets.length : record.initialEquity;
  return record.markets.flatMap(({ symbol }, k) => {
    const name = `per_symbol/${symbolFileName(symbol)}`;
    return [
      [`${name}_trades`, () => tradesRows(record, k)],
      [`${name}_equity`, () => equityRowsOf(record, k, initial, multiplierOf(config, symbol))],
      [`${name}_metrics`, () => [Object.keys(figures[k]!.figures), Object.values(figures[k]!.figures)]],
    ] as const;
  });
}

/**
 * <SYMBOL>_equity: one row a bar of the symbol and one at the end. `pnl` is what the symbol has brought since the start, fees and funding
 * paid, positions at their latest close; `equity` is that on top of the equity which the account began with, as if no other symbol had been
 * traded; `drawdown` is of that equity.
 */
function* equityRowsOf(
  { markets, timeline, from, to, journal }: RunRecord,
  k: number,
  initial: number,
  multiplier: number,
): Generator<Cells> {
  yield ['time', 'quantity', 'pnl', 'equity', 'drawdown'];
  const flows = journal?.ledger ?? [];
  const { close } = markets[k]!;
  let [next, quantity, cash, mark, peak] = [0, 0, 0, NaN, initial];
  for (let frame = from; frame < to; frame++) {
    for (; next < flows.length && flowFrame(flows[next]!) <= frame; next++) {
      const flow = flows[next]!;
      if (flow.kind === 'funding') {
        if (flow.instrument === k) cash -= flow.quantity * flow.price * flow.rate * multiplier;
      } else if (flow.fill.instrument === k) {
        const { side, quantity: traded, price, fee } = flow.fill;
        cash -= side * traded * price * multiplier + fee;
        // What whole lots leave behind in doubles is nothing.
        quantity = Math.abs(quantity + side * traded) < traded * 1e-9 ? 0 : quantity + side * traded;
      }
    }
    const bar = timeline.bars === null ? frame : timeline.bars[k]![frame]!;
    if (bar >= 0) mark = close[bar]!;
    else if (frame < to - 1) continue;
    const pnl = quantity === 0 ? cash : cash + quantity * mark * multiplier;
    const equity = initial + pnl;
    peak = Math.max(peak, equity);
    yield [timeText(timeline.time[frame]!), quantity, pnl, equity, (peak - equity) / peak];
  }
}

const flowFrame = (flow: NonNullable<RunRecord['journal']>['ledger'][number]): number =>
  flow.kind === 'fill' ? flow.fill.bar : flow.bar;
