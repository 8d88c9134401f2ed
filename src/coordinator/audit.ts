import { dirname, resolve } from 'node:path';
import { auditRun, type MarketPrices } from '../audit/audit-run.js';
import type { Check } from '../audit/check.js';
import { readRunFiles, type RunFiles } from '../audit/run-files.js';
import { HgoptError } from '../base/errors.js';
import type { Json } from '../base/json.js';
import { runData } from '../data/data-sections.js';
import { attachMarket } from '../data/shared/shared.js';
import { readJournal } from './journal/journal.js';
import type { RunHeader } from './journal/run-header.js';
import { journalPath } from './journal/run-journal.js';
import { loadRunMarkets } from './run-markets.js';

export interface Audit {
  /** Directory of the run: of a sweep, its best_backtest. */
  readonly dir: string;
  readonly checks: readonly Check[];
  /** Why the market's prices could not be had, and with them what is held could not be valued; null when they could. */
  readonly withoutPrices: string | null;
}

/**
 * Books the recorded run of a directory once more in exact fractions and compares.
 *
 * @param base folder that the run's relative data paths start from; by default what the journal of its sweep says, else the working directory
 * @throws DataError when the directory holds no recorded run
 */
export async function auditDirectory(dir: string, base?: string): Promise<Audit> {
  const files = readRunFiles(dir);
  const baseDir = base ?? recordedBase(files.dir) ?? '.';
  try {
    return { dir: files.dir, checks: auditRun(files, await pricesOf(files, baseDir)), withoutPrices: null };
  } catch (error) {
    if (!(error instanceof HgoptError)) throw error;
    const { rule, place } = error.findings[0]!;
    return { dir: files.dir, checks: auditRun(files, null), withoutPrices: `${place}: ${rule}` };
  }
}

/** Where the sweep that a run belongs to found its data; null when there is no journal at its directory or the one above. */
function recordedBase(dir: string): string | null {
  for (const place of [dir, dirname(resolve(dir))]) {
    try {
      const opened = readJournal<RunHeader>(journalPath(place));
      if (opened) return opened.header.data.baseDir;
    } catch (error) {
      if (!(error instanceof HgoptError)) throw error;
    }
  }
  return null;
}

/** What config.json says of a run besides its settings. */
const BESIDE_SETTINGS: ReadonlySet<string> = new Set(['strategy', 'window', 'seed', 'fingerprint']);

async function pricesOf({ config }: RunFiles, baseDir: string): Promise<MarketPrices> {
  const { data, ...others } = config as unknown as Record<string, Json>;
  const settings = Object.fromEntries(Object.entries(others).filter(([name]) => !BESIDE_SETTINGS.has(name)));
  const { markets } = await loadRunMarkets({ data: runData.parse(data), baseDir, settings });
  const walkers = new Map(markets.map((shared) => [shared.symbol, walk(shared)] as const));
  return { barAt: (symbol, time) => walkers.get(symbol)?.(Date.parse(time)) ?? null };
}

/** Finds the latest bar at a moment, from where it stood; files are read in order of time. */
function walk(shared: Parameters<typeof attachMarket>[0]): (time: number) => ReturnType<MarketPrices['barAt']> {
  const { time, low, high, close, length } = attachMarket(shared);
  let i = 0;
  return (at) => {
    if (i > 0 && time[i]! > at) i = 0;
    while (i + 1 < length && time[i + 1]! <= at) i++;
    return time[i]! <= at ? { low: low[i]!, high: high[i]!, close: close[i]! } : null;
  };
}
