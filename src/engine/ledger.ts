/** The cash of an account and what has passed through it. All instruments of a run share one. */
export class Ledger {
  cash = 0;
  totalFees = 0;
  netFunding = 0;
  /** Sum of the values traded. */
  turnover = 0;
  fills = 0;
  makerFills = 0;

  reset(initialCash: number): void {
    this.cash = initialCash;
    this.totalFees = this.netFunding = this.turnover = 0;
    this.fills = this.makerFills = 0;
  }

  /** @param change of the cash, the fee included */
  book(value: number, fee: number, isMaker: boolean, change: number): void {
    this.cash += change;
    this.totalFees += fee;
    this.turnover += value;
    this.fills++;
    if (isMaker) this.makerFills++;
  }
}
