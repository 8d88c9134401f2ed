import { expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { metricNames } from '../../src/metrics/load.js';
import { pluginUrl } from '../../src/base/plugin.js';
import { listStrategies, loadStrategy } from '../../src/strategies/load.js';
import { fileWith, findingsOf, temporaryFolder } from './_files.js';

test('a strategy whose counter has the name of a metric is refused, with the name and the way out', async () => {
  const folder = temporaryFolder();
  fileWith(
    `import { defineStrategy } from 'hgopt';
import { z } from 'zod';
export default defineStrategy({ summary: 'Mine', params: z.strictObject({}), columns: {},
  counters: { total_r: 'My own sum', touches: 'Bars that touched' }, create: () => ({ warmup: 0, onBar() {} }) });
`,
    'mine.ts',
    folder,
  );
  const file = fileWith('strategy: ./mine.ts\ndata: {source: synthetic}\n', 'run.yaml', folder);
  expect(await findingsOf(() => loadBacktestFile(file))).toEqual([
    {
      code: 'HG-CONFIG-058',
      place: 'run.yaml:1:11',
      value: 'total_r',
      rule: 'the strategy mine has a counter total_r, which is the name of a metric',
      hint: 'give the counter another name; hgopt list metrics shows those that are taken',
    },
  ]);
});

test('no built-in strategy counts under the name of a metric', async () => {
  const metrics = new Set(metricNames());
  const folder = new URL('../../src/strategies/', import.meta.url);
  for (const name of listStrategies()) {
    const { counters = {} } = await loadStrategy(pluginUrl('strategy', folder, name).href);
    expect(Object.keys(counters).filter((counter) => metrics.has(counter))).toEqual([]);
  }
});
