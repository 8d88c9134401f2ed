import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface TinySweep {
  readonly directory: string;
  readonly file: string;
  path(name: string): string;
  remove(): void;
}

/** A wave with a drift: enough for averages to cross, the same numbers each time. */
function waveCsv(bars: number): string {
  const rows = ['time,open,high,low,close,volume'];
  let close = 100;
  for (let i = 0; i < bars; i++) {
    const open = close;
    close = 100 + i * 0.02 + 8 * Math.sin(i / 9) + 3 * Math.sin(i / 2.3);
    const [high, low] = [Math.max(open, close) + 0.5, Math.min(open, close) - 0.5];
    rows.push([1_700_000_000_000 + i * 3_600_000, open, high, low, close, 10].join(','));
  }
  return `${rows.join('\n')}\n`;
}

/** A directory with a few hundred hourly bars and a sweep of 96 trials over them; `sections` are added to its file. */
export function tinySweep(sections: object = {}): TinySweep {
  const directory = mkdtempSync(join(tmpdir(), 'hgopt-e2e-'));
  const path = (name: string): string => join(directory, name);
  writeFileSync(path('bars.csv'), waveCsv(400));
  const sweep = {
    name: 'tiny',
    strategy: { name: 'dma-atr-trend', params: { trend_ma_window: 0 } },
    data: { path: 'bars.csv', symbol: 'WAVE', interval: '1h' },
    venue: { allow_short: true },
    space: {
      short_ma_window: [3, 4, 5, 6],
      long_ma_window: [10, 14, 18, 22],
      sl_atr_multiplier: [1, 2],
      tp_atr_multiplier: [2.5, 3, 4],
    },
    metric: 'sharpe_ratio',
    parallel: { trials_per_job: 3 },
    ...sections,
  };
  writeFileSync(path('sweep.json'), JSON.stringify(sweep, null, 2));
  return {
    directory,
    file: path('sweep.json'),
    path,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** File of `test/_support` to load before everything else, in the threads, too. */
  readonly hook?: 'crash-hook.mjs' | 'delay-hook.mjs';
  /** Largest file that the process may write. */
  readonly maxFileKilobytes?: number;
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the compiled command line to its end. */
export function hgopt(
  args: readonly string[],
  { env = {}, hook, maxFileKilobytes, onStart }: RunOptions = {},
): Promise<Ended> {
  const preload = hook ? ['--import', new URL(hook, pathToFileURL(import.meta.filename)).href] : [];
  const command = [process.execPath, ...preload, MAIN, ...args];
  const limited =
    maxFileKilobytes === undefined
      ? command
      : ['bash', '-c', `ulimit -f ${maxFileKilobytes} && exec "$0" "$@"`, ...command];
  const child = spawn(limited[0]!, limited.slice(1), {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (data: Buffer) => (text[name] += data.toString()));
  onStart?.(child);
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...text })));
}

/** All outputs that are the same for the same sweep, by name: everything but the journal and the manifest, which tells of clock and host. */
export function outputsOf(directory: string): Map<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'journal.bin' && entry.name !== 'manifest.json')
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  return new Map(names.sort().map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}
