import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Share of the fills that paid the maker fee; NaN without fills. */
export default defineMetric({
  name: 'maker_fill_ratio',
  summary: 'Maker fills over all fills',
  unit: 'fraction',
  direction: 'maximize',
  compute: ({ counters }) => ratio(counters.makerFills, counters.fills),
});
