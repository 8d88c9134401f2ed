import type { StrategyDefinition } from './_strategy.js';

/** Names of the results that a strategy has besides the standard metrics, with their meaning. */
export const ownResults = ({
  counters = {},
  shares = {},
}: Pick<StrategyDefinition, 'counters' | 'shares'>): Readonly<Record<string, string>> => ({
  ...counters,
  ...Object.fromEntries(Object.entries(shares).map(([name, { summary }]) => [name, summary])),
});
