import { defineMetric } from './_metric.js';
import avgLosingTrade from './avg-losing-trade.js';

/** `avg_losing_trade` under the name that it has in grid and event-driven reports; 0 or less. */
export default defineMetric({ ...avgLosingTrade, name: 'avg_loss' });
