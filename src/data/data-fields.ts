import { syntheticSettings, syntheticShape } from './synthetic/settings.js';

const READING = 'path timezone fold stamp date columns delimiter price_scale sort repair'.split(' ');
const GENERATING: readonly string[] = Object.keys(syntheticShape);
/** Settings of the walk around the clock. */
const WALKING = ['volatility', 'drift', 'clustering', 'seasonality'] as const;

/** Kinds of bars, and the fields of a data section that change nothing about them. */
const BARS = {
  'bars of the catalog': [...READING, ...GENERATING],
  'bars that are read from files': [...GENERATING, 'catalog', 'missing'],
  'synthetic bars': [...READING, 'catalog', 'missing'],
  'synthetic sessions': [...READING, 'catalog', 'missing', ...WALKING],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Section = {
  readonly source?: string | undefined;
  readonly path?: unknown;
  readonly sessions?: unknown;
  readonly funding?: unknown;
  readonly mark?: unknown;
};

/** Funding rates and mark prices have files and a seed of their own, whatever the bars are. */
function isForFunding({ funding, mark }: Section, name: string): boolean {
  if (name === 'seed') return funding === 'synthetic';
  const hasFiles = mark !== undefined || (funding !== undefined && funding !== 'synthetic');
  return hasFiles && name !== 'path' && READING.includes(name);
}

function kindOf({ source, path, sessions }: Section): keyof typeof BARS {
  if (source === 'synthetic') return sessions === undefined ? 'synthetic bars' : 'synthetic sessions';
  if (source === 'catalog' || (source === undefined && path === undefined)) return 'bars of the catalog';
  return 'bars that are read from files';
}

/** Fields of a data section that are given and change nothing, with the kind of bars that they do not belong to. */
export function idleFields(section: Section): { readonly kind: string; readonly fields: readonly string[] } {
  const kind = kindOf(section);
  const given: ReadonlyMap<string, unknown> = new Map(Object.entries(section));
  const fields = BARS[kind].filter((name) => given.get(name) !== undefined && !isForFunding(section, name));
  return { kind, fields };
}

/** A data section with what it leaves open filled in, as records of a run show it. */
export function completeSpec<T extends Section & Parameters<typeof syntheticSettings>[0]>(section: T): T {
  if (section.source !== 'synthetic') return section;
  const idle: readonly string[] = BARS[kindOf(section)];
  const settings = Object.entries(syntheticSettings(section)).filter(([name]) => !idle.includes(name));
  return { interval: '1m', ...section, ...Object.fromEntries(settings) };
}
