import { defineMetric } from './_metric.js';
import expectancy from './expectancy.js';

/** `expectancy` under the name that it has in grid reports. */
export default defineMetric({ ...expectancy, name: 'avg_trade_pnl' });
