import type { OpenLot } from '../../engine/desk.js';
import { TOLERANCE, type Rung } from './ladder.js';
import type { HedgeParams } from './params.js';

export interface GateState {
  /** Balance without unrealised profit, quote currency. */
  readonly wallet: number;
  readonly center: number;
  readonly lots: readonly OpenLot[];
  /** Largest value of both sides together, times the wallet. */
  readonly leverage: number;
  readonly maintenanceRate: number;
}

/**
 * Admits the rungs that the account can bear, walking them by level, long before short: value and quantity of the side, value of both sides,
 * and survival of an adverse move from the center, each counted with the open lots and what was admitted before. A side ends at its first
 * rung that does not fit.
 *
 * @param rungs in the order of the walk
 */
export function admitRungs(
  rungs: readonly Rung[],
  state: GateState,
  position: HedgeParams['position'],
): readonly Rung[] {
  const { wallet, center, lots, leverage, maintenanceRate } = state;
  const sides = { long: sideOf(1), short: sideOf(-1) };
  for (const lot of lots) add(lot.side > 0 ? sides.long : sides.short, lot.entryPrice, lot.quantity);
  const held = { long: { ...sides.long }, short: { ...sides.short } };

  const fits = (side: Side, { price, quantity }: Rung): boolean => {
    const value = side.value + price * quantity;
    const other = side === sides.long ? sides.short : sides.long;
    if (value > wallet * position.max_position_pct * (1 + TOLERANCE)) return false;
    if (side.quantity + quantity > position.max_position_size * (1 + TOLERANCE)) return false;
    if (value + other.value > wallet * leverage * (1 + TOLERANCE)) return false;
    const x = center * (1 - side.sign * position.emergency_liquidation_buffer);
    const opposite = side === sides.long ? held.short : held.long;
    const own = side.sign * (x * (side.quantity + quantity) - value);
    const others = opposite.sign * (x * opposite.quantity - opposite.value);
    return wallet + own + others > maintenanceRate * x * (side.quantity + quantity + opposite.quantity);
  };

  const admitted: Rung[] = [];
  for (const rung of rungs) {
    const side = rung.side > 0 ? sides.long : sides.short;
    if (side.isFull) continue;
    if (fits(side, rung)) {
      add(side, rung.price, rung.quantity);
      admitted.push(rung);
    } else {
      side.isFull = true;
    }
  }
  return admitted;
}

interface Side {
  readonly sign: 1 | -1;
  /** Sum of price * quantity. */
  value: number;
  quantity: number;
  isFull: boolean;
}

const sideOf = (sign: 1 | -1): Side => ({ sign, value: 0, quantity: 0, isFull: false });

function add(side: Side, price: number, quantity: number): void {
  side.value += price * quantity;
  side.quantity += quantity;
}
