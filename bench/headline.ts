/**
 * The headline figures: the whole process `hgopt sweep` over the 1,200 points of the shipped grid, on a year of hours and a year of
 * minutes, on one worker and on two; medians. Run it with `npm run bench`, or with fewer repetitions: `npm run bench -- 1`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const SWEEP = fileURLToPath(new URL('../sweeps/btc-1h.yaml', import.meta.url));
const GRID = [
  'space.short_ma_window=[10,15,20,25,30]',
  'space.long_ma_window=[40,50,60,70,80]',
  'space.atr_period=[10,14,20]',
  'space.sl_atr_multiplier=[1.5,2,2.5,3]',
  'space.tp_atr_multiplier=[3,4,5,6]',
];
const TRIALS = 1200;
const REPEATS = Number(process.argv[2] ?? 5);
const POLL_MS = 10;

interface Run {
  readonly wall: number;
  /** From the start of the process to the first finished trial that it tells of, s. */
  readonly first: number;
  readonly peakMb: number;
  readonly journalBytes: number;
}

const root = mkdtempSync(join(tmpdir(), 'hgopt-bench-'));
const environment = { ...process.env, HGOPT_CATALOG: join(root, 'catalog') };

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Largest resident memory so far, MB; 0 where the system does not tell. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function sweep(interval: string, workers: number): Promise<Run> {
  const out = mkdtempSync(join(root, 'run-'));
  const settings = [`data={symbol: BENCH, interval: ${interval}}`, ...GRID].flatMap((text) => ['--set', text]);
  const words = [MAIN, 'sweep', SWEEP, '--out', out, '--workers', String(workers), '--json', ...settings];
  const started = performance.now();
  const child = spawn(process.execPath, words, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  let peakMb = 0;
  let first = NaN;
  const poll = setInterval(() => (peakMb = Math.max(peakMb, peakOf(child.pid!))), POLL_MS);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (Number.isNaN(first) && text.includes('"event":"progress"')) first = (performance.now() - started) / 1000;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(poll);
      const wall = (performance.now() - started) / 1000;
      const journalBytes = code === 0 ? statSync(join(out, 'journal.bin')).size : 0;
      rmSync(out, { recursive: true, force: true });
      if (code === 0) resolve({ wall, first, peakMb, journalBytes });
      else reject(new Error(`hgopt sweep ended with ${code}`));
    });
  });
}

/** A fixed loop of multiplications and additions that knows nothing of hgopt: what the machine is worth right now, ns a step. */
function reference(): number {
  const values = Float64Array.from({ length: 8760 }, (_, k) => Math.sin(k));
  let sum = 0;
  const started = performance.now();
  for (let round = 0; round < TRIALS; round++) {
    let mean = 0;
    for (let k = 0; k < values.length; k++) mean += (values[k]! - mean) * 0.1;
    sum += mean;
  }
  const ns = ((performance.now() - started) * 1e6) / (TRIALS * values.length);
  return Number.isNaN(sum) ? NaN : ns;
}

try {
  const rows: string[][] = [
    ['bars', 'workers', 'wall s', 'trials/s', 'ns/bar/trial', 'first trial s', 'peak MB', 'journal B/trial', 'ref ns'],
  ];
  for (const [interval, bars] of [
    ['1h', 8_760],
    ['1m', 525_600],
  ] as const) {
    const words = ['data', 'synth', '--symbol', 'BENCH', '--interval', interval, '--bars', String(bars)];
    execFileSync(process.execPath, [MAIN, ...words], { env: environment, stdio: 'ignore' });
    for (const workers of [1, 2]) {
      const runs: Run[] = [];
      const references: number[] = [];
      for (let k = 0; k < REPEATS; k++) {
        references.push(reference());
        runs.push(await sweep(interval, workers));
      }
      const of = (name: keyof Run): number => median(runs.map((run) => run[name]));
      const wall = of('wall');
      const figures = [wall, TRIALS / wall, (wall * 1e9) / (TRIALS * bars), of('first'), of('peakMb')];
      const [seconds, rate, each, first, peak] = figures as [number, number, number, number, number];
      const cells = [seconds.toFixed(2), rate.toFixed(0), each.toFixed(2), first.toFixed(2), peak.toFixed(0)];
      const journal = (of('journalBytes') / TRIALS).toFixed(0);
      rows.push([String(bars), String(workers), ...cells, journal, median(references).toFixed(2)]);
    }
  }
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]!.length)));
  for (const row of rows) console.log(row.map((cell, k) => cell.padStart(widths[k]!)).join('  '));
} finally {
  rmSync(root, { recursive: true, force: true });
}
