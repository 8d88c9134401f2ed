import type { Market } from '../data/market.js';
import type { RunWindow } from '../engine/rules.js';
import { timelineOf } from '../engine/timeline.js';
import type { SettingWarning, StrategyDefinition } from '../strategies/_strategy.js';
import { barWindow } from './bar-window.js';

/**
 * The warning that a window begins before the strategy's columns have settled: one of the markets has fewer bars before it than the
 * strategy's `prefix` asks for. None where the run trades from its first bar, as there is no history that could be longer.
 *
 * @param window what is traded, in frames; default: all
 */
export function shortHistory(
  definition: StrategyDefinition,
  markets: readonly Market[],
  window: RunWindow | undefined,
): readonly SettingWarning[] {
  if (window === undefined || window.from === 0 || definition.prefix === undefined) return [];
  const timeline = timelineOf(markets);
  const history = Math.min(...markets.map((market) => barWindow(market, timeline, window).from));
  return [
    {
      code: 'HG-WINDOW-001',
      rule: `the window begins after ${history} bars, fewer than the indicators need to settle`,
      hint: 'let the window begin later, bring in earlier bars, or shorten the indicators',
      when: (params) => definition.prefix!(params) > history,
    },
  ];
}
