import type { Bracket, Desk } from '../../engine/desk.js';
import { isKept } from './diff.js';
import type { Rung } from './ladder.js';
import type { HedgeParams } from './params.js';

/** A rung's resting order, at the price it was placed with or moved to by a retry. */
export interface RestingRung extends Rung {
  readonly orderId: number;
}

export const rungKey = ({ side, level }: Pick<Rung, 'side' | 'level'>): number => side * level;

/** The entry orders of a grid: one a rung at most, brought in line with what is desired. */
export class GridOrders {
  added = 0;
  replaced = 0;
  cancelled = 0;
  /** Whether the latest `apply` placed an order that was rejected at once: the next close tries again. */
  hasRejected = false;
  readonly #live = new Map<number, RestingRung>();
  readonly #params: HedgeParams;

  constructor(params: HedgeParams) {
    this.#params = params;
  }

  /** Forgets orders that have filled or were refused, and learns the prices of those that moved. */
  refresh(desk: Desk): void {
    for (const [key, order] of this.#live) {
      const price = desk.priceOf(order.orderId);
      if (Number.isNaN(price)) this.#live.delete(key);
      else if (price !== order.price) this.#live.set(key, { ...order, price });
    }
  }

  /** The resting order that a desired rung would keep; undefined when there is none. */
  keptFor(rung: Rung): RestingRung | undefined {
    const live = this.#live.get(rungKey(rung));
    return live && isKept(rung, live, this.#params.execution) ? live : undefined;
  }

  at(rung: Rung): RestingRung | undefined {
    return this.#live.get(rungKey(rung));
  }

  cancelAll(desk: Desk): void {
    for (const { orderId } of this.#live.values()) desk.cancel(orderId);
    this.cancelled += this.#live.size;
    this.#live.clear();
  }

  /** The engine has cancelled everything itself. */
  clear(): void {
    this.#live.clear();
  }

  /**
   * Cancels what is no longer desired, then replaces what differs, then adds what is missing.
   *
   * @param step distance of the rungs, of which the exits are multiples
   */
  apply(desired: readonly Rung[], step: number, desk: Desk): void {
    this.hasRejected = false;
    const wanted = new Set(desired.map(rungKey));
    for (const [key, { orderId }] of this.#live) {
      if (wanted.has(key)) continue;
      desk.cancel(orderId);
      this.#live.delete(key);
      this.cancelled++;
    }
    const missing: Rung[] = [];
    for (const rung of desired) {
      const live = this.at(rung);
      if (!live) missing.push(rung);
      else if (!isKept(rung, live, this.#params.execution)) {
        desk.cancel(live.orderId);
        this.#place(rung, step, desk);
        this.replaced++;
      }
    }
    for (const rung of missing) this.#place(rung, step, desk);
    this.added += missing.length;
  }

  #place(rung: Rung, step: number, desk: Desk): void {
    const { exit, execution } = this.#params;
    const bracket: Bracket = {
      stop: { distance: exit.sl_steps * step, reason: 'stop_loss' },
      target: { distance: exit.tp_steps * step, type: 'limit', reason: 'take_profit' },
      rounding: 'nearest',
    };
    const orderId = desk.submit({
      type: 'limit',
      side: rung.side,
      size: { kind: 'quantity', value: rung.quantity },
      price: rung.price,
      tag: rung.level,
      bracket,
      reason: 'grid',
      ...(execution.maker_only && {
        postOnly: {
          retries: execution.use_post_only_retries ? execution.retry_attempts : 0,
          maxDeviation: execution.retry_max_price_deviation_bps / 10_000,
        },
      }),
    });
    if (!desk.isWorking(orderId)) this.hasRejected = true;
    // A refused order has no price; the next look at the desk forgets it.
    this.#live.set(rungKey(rung), { ...rung, orderId });
  }
}
