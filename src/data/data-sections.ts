import { z } from 'zod';
import { sha256 } from '../base/digest.js';
import { dataSpec, type DataSpec } from './data-spec.js';
import { syntheticSettings } from './synthetic/settings.js';

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** Fields of a section that name files. */
const FILES = ['path', 'funding', 'mark'] as const;

const filesOf = (files: string | readonly string[] | undefined): readonly string[] =>
  files === 'synthetic' ? [] : [files ?? []].flat();

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
  .superRefine((d, context) => {
    if ((d.symbols?.length ?? 1) === 1) return;
    for (const name of FILES) {
      if (filesOf(d[name]).every((path) => path.includes('{symbol}'))) continue;
      const message = 'several symbols need several files: write {symbol} where their names stand in the path';
      context.addIssue({ code: 'custom', path: [name], message });
    }
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
  const named = (text: string): string => text.replaceAll('{symbol}', symbol);
  const files = FILES.flatMap((name) => {
    const value = section[name];
    return value === undefined ? [] : [[name, Array.isArray(value) ? value.map(named) : named(value)]];
  });
  const isMadeUp = section.source === 'synthetic' && symbols.length > 1;
  // Parsed once more, so that its keys stand in one order however it was written.
  return dataSpec.parse({
    ...section,
    ...Object.fromEntries(files),
    symbol,
    ...(isMadeUp && { seed: seedOf(syntheticSettings(section).seed, symbol) }),
  });
}

/** A section for each instrument. Those of a list of symbols are in code-point order. */
export function sectionsOf(data: RunData): readonly DataSpec[] {
  if (Array.isArray(data)) return data;
  return data.symbols === undefined ? [data] : data.symbols.toSorted().map((symbol) => sectionOf(data, symbol));
}
