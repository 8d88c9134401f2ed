import { defineMetric } from './_metric.js';
import avgWinningTrade from './avg-winning-trade.js';

/** `avg_winning_trade` under the name that it has in grid and event-driven reports. */
export default defineMetric({ ...avgWinningTrade, name: 'avg_win' });
