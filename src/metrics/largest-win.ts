import { defineMetric } from './_metric.js';
import largestWinningTrade from './largest-winning-trade.js';

/** `largest_winning_trade` under the name that it has in the reports of the scalping system. */
export default defineMetric({ ...largestWinningTrade, name: 'largest_win' });
