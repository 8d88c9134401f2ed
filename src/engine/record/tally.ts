import type { RunCounters, SideTally } from './record.js';
import type { Seat } from '../seat.js';
import { LIMIT, type OrderTable } from '../orders.js';

/** What a run counts of its account as a whole. */
export class Tally {
  ruined = 0;
  liquidations = 0;
  exposedBars = 0;
  openCloses = 0;
  negativeCashBars = 0;
  readonly #held = [new Held(), new Held()] as const;
  readonly #resting = new Float64Array(2);

  reset(): void {
    this.ruined = this.liquidations = this.exposedBars = this.openCloses = this.negativeCashBars = 0;
    for (const held of this.#held) held.reset();
    this.#resting.fill(0);
  }

  get counts(): Pick<RunCounters, 'ruined' | 'liquidations' | 'exposedBars' | 'openCloses' | 'negativeCashBars'> {
    const { ruined, liquidations, exposedBars, openCloses, negativeCashBars } = this;
    return { ruined, liquidations, exposedBars, openCloses, negativeCashBars };
  }

  /** A frame was looked at and some more were slept over: cash, positions and orders stand still from its close on. */
  pass(seats: readonly Seat[], frames: number, wasFlat: boolean, cash: number): void {
    if (!wasFlat) {
      this.exposedBars += frames - 1;
      this.openCloses += frames;
    }
    if (cash < 0) this.negativeCashBars += frames;
    let [long, net] = [0, 0];
    for (let k = 0; k < seats.length; k++) {
      const { holding, orders } = seats[k]!.book;
      long += holding.longQuantity;
      net += holding.quantity;
      if (orders.count > 0) this.#rest(orders, frames);
    }
    this.#held[0].pass(long, frames);
    this.#held[1].pass(long - net, frames);
  }

  side(side: 'long' | 'short'): SideTally {
    const k = side === 'long' ? 0 : 1;
    const { total, most } = this.#held[k]!;
    return { held: total, most, resting: this.#resting[k]! };
  }

  #rest(orders: OrderTable, frames: number): void {
    for (let k = 0; k < orders.count; k++) {
      const slot = orders.working[k]!;
      if (orders.type[slot] === LIMIT && orders.isExit[slot] === 0)
        this.#resting[orders.side[slot]! > 0 ? 0 : 1]! += frames;
    }
  }
}

/** A quantity summed over the bars. Bars of one quantity are summed at once, so that the sum does not depend on how many were looked at. */
class Held {
  most = 0;
  #sum = 0;
  #quantity = 0;
  #bars = 0;

  reset(): void {
    this.most = this.#sum = this.#quantity = this.#bars = 0;
  }

  pass(quantity: number, bars: number): void {
    if (quantity !== this.#quantity) {
      this.#sum += this.#quantity * this.#bars;
      this.#quantity = quantity;
      this.#bars = 0;
      if (quantity > this.most) this.most = quantity;
    }
    this.#bars += bars;
  }

  get total(): number {
    return this.#sum + this.#quantity * this.#bars;
  }
}
