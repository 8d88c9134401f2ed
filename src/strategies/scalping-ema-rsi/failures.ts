import type { EntryRequest } from '../../engine/actor.js';
import type { Desk } from '../../engine/desk.js';
import type { InstrumentRules } from '../../engine/rules.js';
import { sizeFault } from '../../engine/sizing.js';
import type { Surroundings } from '../_strategy.js';
import type { Refusal } from './counters.js';

/** Whether the venue takes an entry of a size at a price. */
export const isTaken = (quantity: number, price: number, instrument: InstrumentRules): boolean =>
  instrument.isListed && instrument.isTrading && sizeFault(quantity, price, instrument) === '';

/** What the venue or the account lacks for an entry that all limits let pass. Shorts are limited by exposure, not by cash. */
export function failureOf(
  quantity: number,
  { side, price, rawPrice }: EntryRequest,
  desk: Desk,
  { instrument, execution }: Surroundings,
): '' | Refusal {
  if (sizeFault(quantity, price, instrument) !== '') return 'invalid_order';
  if (side < 0) return '';
  const cost = quantity * rawPrice * instrument.multiplier * (1 + execution.fees.taker + execution.slippage);
  return cost > desk.cash + desk.openFees - desk.entryValue ? 'insufficient_cash' : '';
}
