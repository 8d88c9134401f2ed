/** The cash of an account and what has passed through it. All instruments of a run share one. */
export class Ledger {
  cash = 0;
  totalFees = 0;
  netFunding = 0;
  fundingReceived = 0;
  fundingPaid = 0;
  /** Sum of the values traded. */
  turnover = 0;
  fills = 0;
  makerFills = 0;
  /** Sum over the taker fills of |price / price before slippage - 1|. */
  takerSlippage = 0;

  reset(initialCash: number): void {
    this.cash = initialCash;
    this.totalFees = this.netFunding = this.fundingReceived = this.fundingPaid = this.turnover = 0;
    this.fills = this.makerFills = this.takerSlippage = 0;
  }

  /** @param amount received, or paid when negative */
  fund(amount: number): void {
    this.cash += amount;
    this.netFunding += amount;
    if (amount > 0) this.fundingReceived += amount;
    else this.fundingPaid -= amount;
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
