import { defineMetric } from './_metric.js';
import largestLosingTrade from './largest-losing-trade.js';

/** `largest_losing_trade` under the name that it has in the reports of the scalping system. */
export default defineMetric({ ...largestLosingTrade, name: 'largest_loss' });
