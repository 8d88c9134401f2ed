import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { listPlugins, loadPlugin } from '../../src/base/plugin.js';

let folder: URL;

beforeAll(() => {
  const path = mkdtempSync(join(tmpdir(), 'hgopt-plugin-'));
  folder = pathToFileURL(`${path}/`);
  for (const file of ['_metric.js', 'load.js', 'win-rate.d.ts', 'win-rate.js.map', 'notes.md', 'empty.js'])
    writeFileSync(join(path, file), '');
  writeFileSync(join(path, 'win-rate.js'), 'export default { name: "win_rate" };');
  writeFileSync(join(path, 'sharpe-ratio.js'), 'export default { name: "sharpe_ratio" };');
});

test('a plug-in is a source or built file that is neither the contract nor the loader', () => {
  expect(listPlugins(folder)).toEqual(['empty', 'sharpe-ratio', 'win-rate']);
});

test('a plug-in is found by its file name, and by the same name in snake case', async () => {
  expect(await loadPlugin('metric', folder, 'win-rate')).toEqual({ name: 'win_rate' });
  expect(await loadPlugin('metric', folder, 'sharpe_ratio')).toEqual({ name: 'sharpe_ratio' });
});

test('an unknown name is a config error with the nearest name and the list', async () => {
  const error = await loadPlugin('metric', folder, 'sharp_ratio').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).findings[0]).toMatchObject({
    code: 'HG-CONFIG-020',
    value: 'sharp_ratio',
    rule: 'there is no metric of that name; known: empty, sharpe_ratio, win_rate',
    hint: 'did you mean sharpe_ratio?',
  });
});

test.each(['../secret', '_metric', 'load', '', 'win-rate.js', '__proto__'])(
  '%s names no plug-in, whatever files there are',
  async (name) => {
    await expect(loadPlugin('metric', folder, name)).rejects.toBeInstanceOf(ConfigError);
  },
);

test('a plug-in file without a default export is a mistake of ours', async () => {
  await expect(loadPlugin('metric', folder, 'empty')).rejects.toThrow('no default export');
});
