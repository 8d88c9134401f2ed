import { resolve } from 'node:path';
import { sha256 } from '../base/digest.js';
import { ConfigError } from '../base/errors.js';
import type { Json } from '../base/json.js';
import { formatInterval } from '../base/time.js';
import { metricsMs } from '../config/settings/metrics.js';
import { runSettings, sessionOf } from '../config/settings/run-settings.js';
import { sectionsOf, type RunData } from '../data/data-sections.js';
import { completeSpec } from '../data/data-fields.js';
import { commonMoments } from '../data/align.js';
import { loadMarkets, type LoadedMarket } from '../data/load-markets.js';
import type { DataReport } from '../data/report.js';
import { attachMarket, columnsOf, type SharedMarket } from '../data/shared/shared.js';
import type { WindowSection } from '../config/window-section.js';
import type { RunWindow } from '../engine/rules.js';
import { timelineOf } from '../engine/timeline.js';
import { runWindow } from './run-window.js';

/** The instruments of a run, in code-point order of their symbols whatever order they are listed in. */
export interface RunMarkets {
  readonly markets: readonly SharedMarket[];
  readonly reports: readonly DataReport[];
  /** Data sections as they are kept with a run: one, or a list in the order of the markets. */
  readonly spec: Json;
  /** Moments at which at least one of them has a bar. */
  readonly frames: number;
  /** Those that are traded. */
  readonly window: RunWindow;
  /** Identity of the bars: of one instrument its own, of several one of all names and bars. */
  readonly digest: string;
}

/**
 * @throws DataError, HG-DATA-084 when no bar opens in the window
 * @throws ConfigError HG-CONFIG-056 when samples of the equity do not fit the bars
 */
export async function loadRunMarkets(run: {
  readonly data: RunData;
  readonly baseDir: string;
  /** Run settings: a venue with sessions cuts the bars. */
  readonly settings: Json;
  readonly window?: WindowSection | undefined;
}): Promise<RunMarkets> {
  const loaded = await loadAligned(run);
  const markets = loaded.map(({ market }) => market);
  const specs = loaded.map(({ spec }) => completeSpec(spec) as Json);
  const timeline = timelineOf(markets.map(attachMarket));
  return {
    markets,
    reports: loaded.map(({ report }) => report),
    spec: specs.length === 1 ? specs[0]! : specs,
    frames: timeline.length,
    window: runWindow(run.window, timeline),
    digest: digestOf(markets),
  };
}

/** The markets, cut to the moments that all have in common where the run wants no others. */
async function loadAligned({
  data,
  baseDir,
  settings,
}: Parameters<typeof loadRunMarkets>[0]): Promise<readonly LoadedMarket[]> {
  const { metrics, portfolio } = runSettings.parse(settings);
  const context = {
    baseDir: resolve(baseDir),
    sessionOf: (symbol: string) => sessionOf(settings, symbol),
  };
  const sections = sectionsOf(data);
  const loaded = await loadMarkets(sections, context);
  requireSamples(metricsMs(metrics), loaded[0]!.market.intervalMs);
  if (portfolio?.align !== 'inner') return loaded;
  const moments = commonMoments(loaded.map(({ market }) => ({ symbol: market.symbol, time: columnsOf(market).time })));
  const isCommon = loaded.every(({ market }) => market.length === moments.size);
  return isCommon ? loaded : loadMarkets(sections, { ...context, moments });
}

function requireSamples(everyMs: number | null, intervalMs: number): void {
  if (everyMs === null || everyMs % intervalMs === 0) return;
  throw new ConfigError({
    code: 'HG-CONFIG-056',
    place: 'metrics.interval',
    value: formatInterval(everyMs),
    rule: `samples of the equity are whole bars apart, and a bar is ${formatInterval(intervalMs)}`,
    hint: `choose a multiple of ${formatInterval(intervalMs)}, or longer or shorter bars with data.resample`,
  });
}

const digestOf = (markets: readonly SharedMarket[]): string =>
  markets.length === 1
    ? markets[0]!.digest
    : sha256(JSON.stringify(markets.map(({ symbol, digest }) => [symbol, digest])));

/** Digest of the bars of each symbol. */
export const digestsOf = (markets: readonly SharedMarket[]): { readonly [symbol: string]: string } =>
  Object.fromEntries(markets.map(({ symbol, digest }) => [symbol, digest]));

/** Names of the instruments where they decide results besides the bars: several are one run, and a venue may know them by name. */
export function decisiveSymbols(markets: readonly SharedMarket[], settings: Json): { readonly symbols?: Json } {
  const isNamed = markets.length > 1 || runSettings.parse(settings).venue.instruments !== undefined;
  return isNamed ? { symbols: markets.map(({ symbol }) => symbol) } : {};
}

/** The window of a run as it is kept with it; nothing where all is traded. */
export const windowOf = ({
  window,
}: {
  readonly window?: WindowSection | Json | undefined;
}): { readonly window?: Json } => (window === undefined ? {} : { window: window as Json });
