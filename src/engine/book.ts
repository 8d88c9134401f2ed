import type { Market } from '../data/market.js';
import { Account } from './account.js';
import type { Fill } from './actor.js';
import { OrderTable, SIZE_QUANTITY, TYPE_NAMES } from './orders.js';
import type { OrderStatus } from './record.js';
import type { Recorder } from './recorder.js';
import type { RunRules } from './rules.js';
import { TradeLog } from './trade-log.js';

/**
 * The state of one run in one instrument: working orders, account and counters. Reused from run to run, so that a sweep allocates it once
 * a thread; `open` starts a new run.
 */
export class Book {
  market!: Market;
  rules!: RunRules;
  recorder: Recorder | null = null;
  readonly orders = new OrderTable();
  readonly trades = new TradeLog();
  readonly account = new Account(this.trades);

  /** Fills of the current bar that the strategy has not been told of; filled only when it wants to know. */
  readonly fills: Fill[] = [];
  tellsFills = false;
  /** Code with which entries are refused from now on; empty while trading is allowed. */
  halted = '';

  filled = 0;
  rejected = 0;
  cancelled = 0;
  ambiguousBars = 0;
  ruined = 0;
  liquidations = 0;

  open(market: Market, rules: RunRules, recorder: Recorder | null, tellsFills: boolean): void {
    this.market = market;
    this.rules = rules;
    this.recorder = recorder;
    this.tellsFills = tellsFills;
    this.orders.clear();
    this.account.reset(rules.account, rules.instrument);
    this.fills.length = 0;
    this.halted = '';
    this.filled = this.rejected = this.cancelled = this.ambiguousBars = this.ruined = this.liquidations = 0;
  }

  /** Ends the order at position k of the working list without a fill. */
  drop(k: number, bar: number, status: OrderStatus, code: string): void {
    const slot = this.orders.working[k]!;
    if (status === 'REJECTED') this.rejected++;
    else this.cancelled++;
    this.recordEnd(slot, bar, status, code, NaN, NaN, 0);
    this.orders.removeAt(k);
  }

  recordEnd(
    slot: number,
    bar: number,
    status: OrderStatus,
    code: string,
    quantity: number,
    price: number,
    fee: number,
  ): void {
    if (!this.recorder) return;
    const { orders } = this;
    const isFilled = status === 'FILLED';
    const value = orders.sizeValue[slot]!;
    const asked = orders.sizeKind[slot] === SIZE_QUANTITY && Number.isFinite(value) ? value : NaN;
    this.recorder.order({
      id: orders.id[slot]!,
      side: orders.side[slot]! > 0 ? 1 : -1,
      type: TYPE_NAMES[orders.type[slot]!]!,
      role: orders.isExit[slot] === 1 ? 'exit' : 'entry',
      quantity: isFilled ? quantity : asked,
      filledQuantity: isFilled ? quantity : 0,
      averagePrice: price,
      price: orders.price[slot]!,
      status,
      reason: orders.reason[slot]!,
      code,
      fee,
      submittedBar: orders.submittedBar[slot]!,
      closedBar: bar,
    });
  }

  /** Cancels every order, or with `exitsOnly` those that only reduce. */
  cancelAll(bar: number, code: string, exitsOnly: boolean): void {
    for (let k = this.orders.count - 1; k >= 0; k--) {
      if (!exitsOnly || this.orders.isExit[this.orders.working[k]!] === 1) this.drop(k, bar, 'CANCELED', code);
    }
  }
}
