import { defineMetric } from './_metric.js';
import avgTradeDuration from './avg-trade-duration.js';

/** `avg_trade_duration` under the name that it has in event-driven reports. */
export default defineMetric({ ...avgTradeDuration, name: 'avg_hold_ms' });
