import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { resolveStrategy } from '../../src/config/strategy-ref.js';
import { listStrategies, loadStrategy, strategyDigest } from '../../src/strategies/load.js';
import { rulesOf } from '../_support/backtest.js';

function strategyFile(content: string, name = 'mine.ts'): string {
  const folder = mkdtempSync(join(tmpdir(), 'hgopt-strategy-'));
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const GOOD = `import { defineStrategy, sma } from 'hgopt';
import { z } from 'zod';
import { window } from './window.ts';

enum Side { long = 1 }
const params = z.strictObject({ window: z.int().min(1).default(window) });
type Params = z.output<typeof params>;

export default defineStrategy({
  summary: 'Mine',
  params,
  columns: { mean: (p: Params) => sma({ window: p.window }) },
  create: () => ({ warmup: Side.long, onBar: () => {} }),
});
`;

test("built-in strategies are listed without the folder's own files", () => {
  expect(listStrategies()).toContain('dma-atr-trend');
  expect(listStrategies()).not.toContain('load');
  expect(listStrategies().some((name) => name.startsWith('_'))).toBe(false);
});

test('a built-in strategy is found by its name in either spelling', async () => {
  const { name, url } = resolveStrategy('dma_atr_trend', '/nowhere');
  expect(name).toBe('dma-atr-trend');
  expect((await loadStrategy(url)).summary).toContain('moving averages');
});

test("a user's TypeScript file may import hgopt and zod without having them, and files beside it", async () => {
  const file = strategyFile(GOOD);
  writeFileSync(file.replace('mine.ts', 'window.ts'), 'export const window: number = 7;\n');
  const { name, url } = resolveStrategy('./mine.ts', file.replace('/mine.ts', ''));
  const strategy = await loadStrategy(url);
  expect(name).toBe('mine');
  expect(strategy.params.parse({})).toEqual({ window: 7 });
  expect(strategy.columns['mean']!({ window: 3 }, rulesOf().instrument)).toMatchObject({ kind: 'series' });
  expect(readdirSync(file.replace('/mine.ts', '')).toSorted()).toEqual(['mine.ts', 'window.ts']);
});

test("a user's JavaScript file works the same", async () => {
  const file = strategyFile(
    `import { defineStrategy } from 'hgopt';
import { z } from 'zod';
export default defineStrategy({ summary: 'Plain', params: z.strictObject({}), columns: {}, create: () => ({ warmup: 0, onBar() {} }) });
`,
    'plain.mjs',
  );
  expect((await loadStrategy(pathToFileURL(file).href)).summary).toBe('Plain');
});

describe('a strategy file that cannot be used is refused with file and line', () => {
  test.each([
    [
      'a syntax error',
      'const a: number = 1;\nexport default {\n  x: (,\n};\n',
      'mine.ts:3:6',
      'cannot be loaded',
      'HG-CONFIG-021',
    ],
    [
      'an error while loading',
      'const a: number = 1;\n\nthrow new Error("no luck");\nexport default a;\n',
      'mine.ts:3:7',
      'no luck',
      'HG-CONFIG-021',
    ],
    ['no default export', 'export const a = 1;\n', 'mine.ts', 'has no default export', 'HG-CONFIG-021'],
    [
      'a default export that is no strategy',
      'export default { summary: "x" };\n',
      'mine.ts',
      'params, columns, create missing',
      'HG-CONFIG-022',
    ],
    [
      'a package that is not there',
      'import { x } from "no-such-package";\nexport default { x };\n',
      'mine.ts:1:\\d+',
      'no-such-package',
      'HG-CONFIG-021',
    ],
  ])('%s', async (_, content, place, rule, code) => {
    const error = await loadStrategy(pathToFileURL(strategyFile(content)).href).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    const [finding] = (error as ConfigError).findings;
    expect(finding!.code).toBe(code);
    expect(finding!.place).toMatch(new RegExp(`${place}$`));
    expect(finding!.rule).toContain(rule);
  });

  test('a file that is not there', async () => {
    const { url } = resolveStrategy('./none.ts', tmpdir());
    await expect(loadStrategy(url)).rejects.toMatchObject({
      exitCode: 2,
      findings: [{ rule: 'there is no such strategy file' }],
    });
  });
});

describe('the digest of a strategy', () => {
  test('is that of its bytes', () => {
    const [a, b] = [strategyFile(GOOD), strategyFile(`${GOOD} `)];
    const copy = a.replace('mine.ts', 'copy.ts');
    cpSync(a, copy);
    const [da, db, dc] = [a, b, copy].map((file) => strategyDigest(pathToFileURL(file).href));
    expect(da).toMatch(/^[0-9a-f]{64}$/);
    expect([da === db, da === dc]).toEqual([false, true]);
  });

  test("covers the files that a user's strategy imports from beside it", () => {
    const file = strategyFile(GOOD);
    const part = file.replace('mine.ts', 'window.ts');
    writeFileSync(part, 'export const window = 7;\n');
    const before = strategyDigest(pathToFileURL(file).href);
    writeFileSync(part, 'export const window = 8;\n');
    expect(strategyDigest(pathToFileURL(file).href)).not.toBe(before);
  });
});
