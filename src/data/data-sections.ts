import { z } from 'zod';
import { sha256 } from '../base/digest.js';
import { dataSpec, type DataSpec } from './data-spec.js';
import { syntheticSettings } from './synthetic-settings.js';

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

const sectionOfSymbols = dataSpec
  .safeExtend({
    symbols: z
      .array(z.string().min(1).max(200))
      .min(1)
      .refine(isUnique, 'each symbol is listed once')
      .optional()
      .describe('several instruments that are read alike; {symbol} in path stands for the name of each'),
  })
  .refine((d) => d.symbol === undefined || d.symbols === undefined, {
    path: ['symbols'],
    message: 'give symbol or symbols, not both',
  })
  .refine((d) => (d.symbols?.length ?? 1) === 1 || [d.path ?? []].flat().every((path) => path.includes('{symbol}')), {
    path: ['path'],
    message: 'several symbols need several files: write {symbol} where their names stand in the path',
  })
  .describe('one section for one instrument, or for several that are read alike');

const listOfSections = z
  .array(dataSpec)
  .min(1)
  .refine((list) => isUnique(list.flatMap((d) => d.symbol ?? [])), 'each symbol has one section')
  .describe('a section for each instrument');

/** The `data` section of sweep and backtest files: the bars of one instrument or of several. */
export const runData = z.union([sectionOfSymbols, listOfSections]).describe('market data');
export type RunData = z.output<typeof runData>;

/** Synthetic markets of several symbols differ by their names, whatever other symbols there are. */
const seedOf = (seed: number, symbol: string): number => parseInt(sha256(`${seed} ${symbol}`).slice(0, 12), 16);

function sectionOf({ symbols = [], ...section }: z.output<typeof sectionOfSymbols>, symbol: string): DataSpec {
  const { path, ...rest } = section;
  const named = (text: string): string => text.replaceAll('{symbol}', symbol);
  // Parsed once more, so that its keys stand in one order however it was written.
  return dataSpec.parse({
    ...rest,
    symbol,
    ...(path !== undefined && { path: Array.isArray(path) ? path.map(named) : named(path) }),
    ...(section.source === 'synthetic' &&
      symbols.length > 1 && { seed: seedOf(syntheticSettings(section).seed, symbol) }),
  });
}

/** A section for each instrument. Those of a list of symbols are in code-point order. */
export function sectionsOf(data: RunData): readonly DataSpec[] {
  if (Array.isArray(data)) return data;
  return data.symbols === undefined ? [data] : data.symbols.toSorted().map((symbol) => sectionOf(data, symbol));
}
