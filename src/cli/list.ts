import { Command } from 'commander';
import type { ZodType } from 'zod';
import { out } from './console.js';
import { choice } from './flags.js';
import type { ListedPlugin } from './listing.js';

const KINDS = ['strategies', 'indicators', 'metrics', 'samplers', 'splitters'] as const;
type Kind = (typeof KINDS)[number];

/** `hgopt list`: the plug-ins of a kind with their parameters, read from their own schemas. */
export function listCommand(): Command {
  return new Command('list')
    .description('list strategies, indicators, metrics, samplers or splitters with their parameters')
    .argument('<kind>', KINDS.join(', '), choice('hgopt list KIND', KINDS))
    .option('--json', 'as JSON')
    .option('--markdown', 'as Markdown')
    .action(async (kind: Kind, options: { json?: boolean; markdown?: boolean }) => {
      const plugins = await READERS[kind]();
      const { listingMarkdown, listingText } = await import('./listing.js');
      if (options.json === true) return out(JSON.stringify(plugins, null, 2));
      out((options.markdown === true ? listingMarkdown(kind, plugins) : listingText(plugins)).trimEnd());
    });
}

const READERS: Readonly<Record<Kind, () => Promise<ListedPlugin[]>>> = {
  strategies,
  indicators,
  metrics,
  samplers: () => searchParts('sampler'),
  splitters: () => searchParts('splitter'),
};

async function strategies(): Promise<ListedPlugin[]> {
  const { parameterRows } = await import('./parameter-table.js');
  const { ownResults } = await import('../strategies/_own-results.js');
  const { listStrategies, loadStrategy } = await import('../strategies/load.js');
  const { pluginUrl } = await import('../base/plugin.js');
  const folder = new URL('../strategies/', import.meta.url);
  return Promise.all(
    listStrategies().map(async (name) => {
      const { summary, params, ...own } = await loadStrategy(pluginUrl('strategy', folder, name).href);
      return { name, summary, facts: {}, parameters: parameterRows(params), counters: ownResults(own) };
    }),
  );
}

async function indicators(): Promise<ListedPlugin[]> {
  const { listPlugins, loadPlugin } = await import('../base/plugin.js');
  const { parameterRows } = await import('./parameter-table.js');
  const folder = new URL('../indicators/', import.meta.url);
  return Promise.all(
    listPlugins(folder).map(async (name) => {
      const indicator = await loadPlugin<Described & { output: string }>('indicator', folder, name);
      const { summary, params, output } = indicator;
      return { name, summary, facts: { output }, parameters: parameterRows(params) };
    }),
  );
}

async function metrics(): Promise<ListedPlugin[]> {
  const { loadMetrics } = await import('../metrics/load.js');
  return (await loadMetrics()).map(({ name, summary, unit, direction }) => ({
    name,
    summary,
    facts: { unit, direction: direction === 'none' ? '' : direction },
    parameters: [],
  }));
}

/** Plug-ins of the search: samplers, splitters. */
async function searchParts(kind: 'sampler' | 'splitter'): Promise<ListedPlugin[]> {
  const { listPlugins, loadPlugin } = await import('../base/plugin.js');
  const { parameterRows } = await import('./parameter-table.js');
  const folder = new URL(`../search/${kind}s/`, import.meta.url);
  return Promise.all(
    listPlugins(folder).map(async (name) => {
      const { summary, params } = await loadPlugin<Described>(kind, folder, name);
      return { name, summary, facts: {}, parameters: parameterRows(params) };
    }),
  );
}

interface Described {
  readonly summary: string;
  readonly params: ZodType;
}
