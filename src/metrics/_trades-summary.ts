import { perRun } from './_per-run.js';

/**
 * What several metrics want to know of the closed trades. A trade wins when its net profit is above 0 and loses when
 * below.
 */
export interface TradesSummary {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Sums of net profit, quote currency; `lost` is negative. */
  readonly won: number;
  readonly lost: number;
  /** 0 when there are none. */
  readonly largestWin: number;
  readonly largestLoss: number;
  /** Most in a row; a trade that neither wins nor loses ends both. */
  readonly winStreak: number;
  readonly lossStreak: number;
}

export const describeTrades = perRun<TradesSummary>(({ trades: { count, pnl } }) => {
  let wins = 0;
  let losses = 0;
  let won = 0;
  let lost = 0;
  let largestWin = 0;
  let largestLoss = 0;
  let winStreak = 0;
  let lossStreak = 0;
  let streak = 0;
  for (let k = 0; k < count; k++) {
    const net = pnl[k]!;
    if (net > 0) {
      wins++;
      won += net;
      largestWin = Math.max(largestWin, net);
      streak = Math.max(streak, 0) + 1;
      winStreak = Math.max(winStreak, streak);
    } else if (net < 0) {
      losses++;
      lost += net;
      largestLoss = Math.min(largestLoss, net);
      streak = Math.min(streak, 0) - 1;
      lossStreak = Math.max(lossStreak, -streak);
    } else {
      streak = 0;
    }
  }
  return { count, wins, losses, won, lost, largestWin, largestLoss, winStreak, lossStreak };
});
