import type { OrderRow } from '../../engine/record/record.js';

/**
 * Name of a grid's order: `HG1-LONG-05-<ms>-<number>` of an entry, with `-R<n>` where the n-th retry was what rested, `HG1-TP-L05-...` and
 * `HG1-SL-S05-...` of the exits of a lot. At most 36 characters for runs of up to a million orders and ladders of up to 99 levels.
 *
 * @param time open of the bar that placed it, UTC epoch ms
 * @returns null for what no rung placed, such as the flatten at the end
 */
export function gridOrderName({ id, side, type, role, tag, retries = 0 }: OrderRow, time: number): string | null {
  const level = String(tag).padStart(2, '0');
  const isLong = side > 0 === (role === 'entry');
  const when = `${time}-${id}`;
  if (role === 'entry') return `HG1-${isLong ? 'LONG' : 'SHORT'}-${level}-${when}${retries > 0 ? `-R${retries}` : ''}`;
  if (type !== 'limit' && type !== 'stop') return null;
  return `HG1-${type === 'limit' ? 'TP' : 'SL'}-${isLong ? 'L' : 'S'}${level}-${when}`;
}
