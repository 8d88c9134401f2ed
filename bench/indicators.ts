/** Cost of each indicator per bar, and of all metrics per trial. Run: npx tsc && node dist/bench/indicators.js */
import { listPlugins, loadPlugin } from '../src/base/plugin.js';
import { createRng } from '../src/base/rng.js';
import type { Indicator } from '../src/indicators/_indicator.js';
import { loadMetrics } from '../src/metrics/load.js';
import { runRecord } from '../test/_support/run-record.js';

const BARS = 525_600;
const WINDOW = 50;
const ROUNDS = 9;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function milliseconds(work: () => void): number {
  return median(
    Array.from({ length: ROUNDS }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }),
  );
}

const rng = createRng(42, 'bench');
const close = new Float64Array(BARS);
let price = 100;
for (let i = 0; i < BARS; i++) close[i] = price *= 1 + (rng() - 0.5) * 0.002;
const sources: Readonly<Record<string, Float64Array>> = {
  open: close.map((x, i) => close[i - 1] ?? x),
  high: close.map((x) => x * (1 + rng() * 0.001)),
  low: close.map((x) => x * (1 - rng() * 0.001)),
  close,
  volume: close.map(() => Math.floor(rng() * 1000)),
};

const indicators = new URL('../src/indicators/', import.meta.url);
for (const name of listPlugins(indicators)) {
  const indicator = await loadPlugin<Indicator<{ window?: number }>>('indicator', indicators, name);
  const params = indicator.params.safeParse({ window: WINDOW }).success ? { window: WINDOW } : {};
  const request = indicator(params);
  const inputs = request.inputs.map((input) => sources[input as string]!);
  const ms = milliseconds(() => request.compute(inputs));
  console.log(`${name}: ${((ms * 1e6) / BARS).toFixed(1)} ns a bar, ${ms.toFixed(2)} ms for ${BARS} bars`);
}

const metrics = await loadMetrics();
for (const days of [365, 5000]) {
  const runs = Array.from({ length: 50 }, () =>
    runRecord({
      returns: Array.from({ length: days }, () => (rng() - 0.49) * 0.03),
      trades: Array.from({ length: days / 5 }, (_, k) => ({ pnl: rng() - 0.5, entryBar: k * 5, exitBar: k * 5 + 3 })),
    }),
  );
  const trials = 100 * runs.length;
  const ms = milliseconds(() => {
    // A record of its own for each trial: what the metrics share is computed once a record.
    for (let k = 0; k < trials; k++) {
      const run = { ...runs[k % runs.length]! };
      for (const metric of metrics) metric.compute(run);
    }
  });
  console.log(`${metrics.length} metrics on ${days} returns: ${((ms * 1000) / trials).toFixed(1)} us a trial`);
}
