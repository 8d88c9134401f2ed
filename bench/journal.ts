/** Cost of the journal: writing a trial (by batch size) and opening 100,000 trials. Run: npx jiti bench/journal.ts */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, readJournal } from '../src/coordinator/journal/journal.js';
import { STATUS_OK, rowWidth } from '../src/coordinator/trial-row.js';

const METRICS = Array.from({ length: 45 }, (_, k) => `metric_${k}`);
const WIDTH = rowWidth(METRICS.length);
const directory = mkdtempSync(join(tmpdir(), 'hgopt-bench-'));
const path = join(directory, 'journal.bin');

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function write(trials: number, batch: number): number {
  const journal = Journal.create(path, { format: 1, metrics: METRICS });
  const rows = new Float64Array(batch * WIDTH);
  const started = performance.now();
  for (let first = 0; first < trials; first += batch) {
    for (let k = 0; k < batch; k++) {
      rows[k * WIDTH] = first + k;
      rows[k * WIDTH + 1] = STATUS_OK;
      rows[k * WIDTH + 3] = first / 7;
    }
    journal.append(rows);
  }
  journal.close();
  return ((performance.now() - started) * 1000) / trials;
}

try {
  for (const batch of [1, 10, 100]) {
    console.log(
      `write, ${batch} trials a record: ${median([1, 2, 3, 4, 5].map(() => write(20_000, batch))).toFixed(2)} us a trial`,
    );
  }
  for (const batch of [1, 100]) {
    write(100_000, batch);
    const times = [1, 2, 3, 4, 5].map(() => {
      const started = performance.now();
      readJournal(path);
      return performance.now() - started;
    });
    const megabytes = (statSync(path).size / 1e6).toFixed(0);
    console.log(`open 100,000 trials, ${batch} a record, ${megabytes} MB: ${median(times).toFixed(0)} ms`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
