/** What a run counts of its account as a whole. */
export class Tally {
  ruined = 0;
  liquidations = 0;
  exposedBars = 0;
  negativeCashBars = 0;

  reset(): void {
    this.ruined = this.liquidations = this.exposedBars = this.negativeCashBars = 0;
  }

  /** A frame was looked at and some more were slept over; the cash stood still in these, and so did the positions. */
  pass(frames: number, isFlat: boolean, cash: number): void {
    if (!isFlat) this.exposedBars += frames - 1;
    if (cash < 0) this.negativeCashBars += frames;
  }
}
