import type { RunRecord } from '../engine/record/record.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';

/** A recorded run whose orders have the names that their strategy has for them; those that it named itself keep theirs. */
export function withOrderNames(record: RunRecord, { orderName }: StrategyDefinition): RunRecord {
  const { journal, timeline } = record;
  if (journal === null || orderName === undefined) return record;
  const orders = journal.orders.map((order) => {
    const name = order.name ?? orderName(order, timeline.time[order.submittedBar]!);
    return name === null ? order : { ...order, name };
  });
  return { ...record, journal: { ...journal, orders } };
}
