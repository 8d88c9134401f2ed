import type { RunRecord } from '../../engine/record/record.js';

const known = new WeakMap<RunRecord, ReadonlyMap<number, string>>();

/**
 * Name of an order in the files of a run: the one that the strategy gave it, else its symbol and its number. Orders are numbered through
 * over all instruments.
 */
export function orderName(record: RunRecord, instrument: number, id: number): string {
  return ownNames(record).get(id) ?? `${record.markets[instrument]!.symbol}-${id}`;
}

function ownNames(record: RunRecord): ReadonlyMap<number, string> {
  let names = known.get(record);
  if (names === undefined) {
    const orders = record.journal?.orders ?? [];
    names = new Map(orders.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])));
    known.set(record, names);
  }
  return names;
}
