import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Layer -> layers it may import, besides itself. Reads as the dependency diagram of the project. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  base: [],
  data: ['base'],
  /** Books of its own: nothing of the engine may help them to agree. */
  audit: ['base'],
  search: ['base'],
  indicators: ['base', 'data'],
  engine: ['base', 'data', 'indicators'],
  strategies: ['base', 'data', 'indicators', 'engine'],
  metrics: ['base', 'data', 'engine'],
  config: ['base', 'data', 'search', 'engine', 'strategies', 'metrics'],
  trial: ['base', 'data', 'search', 'indicators', 'engine', 'strategies', 'metrics', 'config'],
  analysis: ['base', 'engine', 'metrics', 'search'],
  report: [
    'audit',
    'base',
    'data',
    'search',
    'indicators',
    'engine',
    'strategies',
    'metrics',
    'config',
    'trial',
    'analysis',
  ],
};
const BELOW_COORDINATOR = [...Object.keys(BELOW)];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...BELOW,
  coordinator: BELOW_COORDINATOR,
  cli: [...BELOW_COORDINATOR, 'coordinator'],
  workers: [...BELOW_COORDINATOR, 'coordinator'],
  index: [...BELOW_COORDINATOR, 'coordinator'],
};

/** Folders whose other files are plug-ins; `load.ts` is the folder's loader. */
const PLUGIN_FOLDERS: Readonly<Record<string, string>> = {
  strategies: '_strategy.ts',
  indicators: '_indicator.ts',
  metrics: '_metric.ts',
  'search/samplers': '_sampler.ts',
  'search/splitters': '_splitter.ts',
  'data/sources': '_source.ts',
};

interface Import {
  readonly target: string;
  readonly isTypeOnly: boolean;
  /** Loaded when the code runs that asks for it. */
  readonly isLazy: boolean;
}

/** Sources as paths from the root: `src/base/errors.ts`. */
const files = ['src', 'workers'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll(path.sep, '/')}`),
);
const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** Relative imports of a file, static and dynamic; whole-type imports are marked, since they leave no trace at run time. */
function importsOf(file: string): Import[] {
  const source = text(file).replace(/\/\*[\s\S]*?\*\//g, '');
  const found = source.matchAll(
    /^(import|export)\s+(type\s)?[^'";]*?from\s+'(\.[^']+)'|(typeof\s+)?\bimport\('(\.[^']+)'\)/gm,
  );
  return [...found].map(([, , typeWord, from, typeOf, dynamic]) => ({
    target: path.posix.join(path.posix.dirname(file), (from ?? dynamic!).replace(/\.js$/, '.ts')),
    isTypeOnly: typeWord !== undefined || typeOf !== undefined,
    isLazy: dynamic !== undefined,
  }));
}

function layerOf(file: string): string {
  const [top, layer] = file.split('/');
  return top === 'workers' ? 'workers' : layer!.replace(/\.ts$/, '');
}

describe('the sources', () => {
  test('are found, with their imports', () => {
    expect(files.length).toBeGreaterThan(50);
    expect([...imports.values()].flat().length).toBeGreaterThan(150);
    const ranking = 'src/analysis/ranking.ts';
    expect(imports.get('src/report/write-sweep.ts')).toContainEqual({
      target: ranking,
      isTypeOnly: false,
      isLazy: false,
    });
    expect(imports.get('src/report/write-sweep.ts')).toContainEqual({
      target: ranking,
      isTypeOnly: true,
      isLazy: false,
    });
    expect(imports.get('src/cli/list.ts')).toContainEqual({
      target: 'src/metrics/load.ts',
      isTypeOnly: false,
      isLazy: true,
    });
  });

  test('belong to a known layer', () => {
    expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in MAY_IMPORT))).toEqual([]);
  });

  test('import only the layers below their own', () => {
    const upwards = files.flatMap((file) =>
      imports
        .get(file)!
        .filter(
          ({ target }) => layerOf(target) !== layerOf(file) && !MAY_IMPORT[layerOf(file)]?.includes(layerOf(target)),
        )
        .map(({ target }) => `${file} -> ${target}`),
    );
    expect(upwards).toEqual([]);
  });

  test('import files that exist', () => {
    const known = new Set(files);
    const missing = files.flatMap((file) =>
      imports
        .get(file)!
        .filter(({ target }) => !known.has(target))
        .map(({ target }) => `${file} -> ${target}`),
    );
    expect(missing).toEqual([]);
  });

  test('form no circle, not even of types', () => {
    expect(circles()).toEqual([]);
  });

  test('have at most 250 lines each', () => {
    expect(files.filter((file) => text(file).split('\n').length > 251)).toEqual([]);
  });

  test('have kebab-case names, a leading _ for contracts and private parts', () => {
    const isNamed = (file: string): boolean => /^_?[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(path.basename(file));
    expect(files.filter((file) => !isNamed(file))).toEqual([]);
    expect(files.filter((file) => /(util|helper|common|misc|manager)/.test(path.basename(file)))).toEqual([]);
  });

  test.each(Object.entries(PLUGIN_FOLDERS))('of the plug-in folder %s hold its contract, %s', (folder, contract) => {
    expect(files).toContain(`src/${folder}/${contract}`);
  });

  test('load commander alone for help and version', () => {
    expect(packagesLoadedBy('src/cli/main.ts')).toEqual(['commander']);
    expect(packagesLoadedBy('src/trial/runner.ts')).toContain('zod');
  });

  test('load zod alone for a strategy that imports the public interface', () => {
    expect(packagesLoadedBy('src/index.ts')).toEqual(['zod']);
  });

  test('load no Arrow, YAML or command line in worker threads', () => {
    const packages = packagesLoadedBy('workers/trial-worker.ts');
    expect(packages).toContain('zod');
    expect(packages.filter((name) => /arrow|yaml|commander|ora|table|hyparquet/.test(name))).toEqual([]);
  });

  test('print through one file only', () => {
    const printing = files.filter((file) =>
      /\bconsole\.(log|info|warn|error|debug|table|dir)\b|process\.(stdout|stderr)\.write\(/.test(text(file)),
    );
    expect(printing.filter((file) => file !== 'src/cli/console.ts')).toEqual([]);
  });
});

/** Packages that are loaded as soon as a file is, by itself or by what it imports. */
function packagesLoadedBy(entry: string): string[] {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { target, isTypeOnly, isLazy } of imports.get(file) ?? [])
      if (!isTypeOnly && !isLazy) reached.add(target);
  }
  const packages = [...reached].flatMap((file) => [
    ...text(file).matchAll(/^import\s(?!type\s)[^'";]*?from\s+'([^.'][^']*)'/gm),
  ]);
  return [...new Set(packages.map(([, name]) => name!))].filter((name) => !name.startsWith('node:'));
}

/** Every circle of imports, those of types included, as `a -> b -> a`. */
function circles(): string[] {
  const found: string[] = [];
  const settled = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      found.push([...trail.slice(start), file].join(' -> '));
      return;
    }
    if (settled.has(file)) return;
    for (const { target } of imports.get(file) ?? []) visit(target, [...trail, file]);
    settled.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
