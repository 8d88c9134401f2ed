const DAY_MS = 86_400_000;

/** One whose position counts against the limit of positions. */
export interface PositionHolder {
  /** Whether it holds a position or has an order working. */
  readonly isOccupied: boolean;
}

/** What the instruments of one account have in common: the day's realised result and the number of positions. Made once a run. */
export class SmaExtendedAccount {
  readonly #holders: PositionHolder[] = [];
  #intents = 0;
  #day = -1;
  #dailyPnl = 0;

  /** Number of the strategy's next order, from 0. */
  nextIntent(): number {
    return this.#intents++;
  }

  join(holder: PositionHolder): void {
    this.#holders.push(holder);
  }

  get occupied(): number {
    let occupied = 0;
    for (const holder of this.#holders) if (holder.isOccupied) occupied++;
    return occupied;
  }

  /** Result that was realised, net of fees, on the UTC day of a bar's open. */
  dailyPnl(barOpen: number): number {
    this.#roll(barOpen);
    return this.#dailyPnl;
  }

  realise(barOpen: number, pnl: number): void {
    this.#roll(barOpen);
    this.#dailyPnl += pnl;
  }

  #roll(barOpen: number): void {
    const day = Math.floor(barOpen / DAY_MS);
    if (day === this.#day) return;
    this.#day = day;
    this.#dailyPnl = 0;
  }
}
