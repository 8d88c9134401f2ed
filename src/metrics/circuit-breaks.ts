import { defineMetric } from './_metric.js';

/** Times that failed orders paused the entries (`risk.circuit_breaker_failures`). */
export default defineMetric({
  name: 'circuit_breaks',
  summary: 'Times that failed orders paused the entries',
  unit: 'count',
  direction: 'none',
  compute: ({ counters }) => counters.circuitBreaks,
});
