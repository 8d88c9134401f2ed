import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { readVenueFile } from '../../src/config/venue-file.js';
import { fileWith, findingsOf } from './_files.js';

const HEAD = 'strategy: dma-atr-trend\ndata: {source: synthetic}\n';

test('the shipped backtest takes strategy and parameters from its preset', async () => {
  const run = await loadBacktestFile('configs/backtest/dma-atr-trend.yaml');
  expect(run).toMatchObject({
    name: 'dma-atr-trend',
    strategy: { name: 'dma-atr-trend' },
    params: { short_ma_window: 20, trend_ma_window: 0, position_sizing: { base_size: 0.95 } },
    settings: { venue: { name: 'us-index', calendar: 'sessions' } },
  });
});

test('parameters of a preset can be set from the command line', async () => {
  const { params } = await loadBacktestFile('configs/backtest/dma-atr-trend.yaml', {
    overrides: ['strategy.params.short_ma_window=5'],
  });
  expect(params).toMatchObject({ short_ma_window: 5, long_ma_window: 50 });
});

describe('a backtest file is refused', () => {
  test.each([
    [
      'when it asks for shorts that the venue does not allow',
      'strategy: {name: dma-atr-trend, params: {enable_short_trades: true}}\ndata: {source: synthetic}\n',
      '1:41',
      'the venue does not allow shorts',
    ],
    [
      'when a position may be larger than the leverage',
      'strategy: {name: dma-atr-trend, params: {max_position_size: 2}}\ndata: {source: synthetic}\n',
      '1:41',
      'max_position_size is above account.leverage',
    ],
    ['when it has a space', `${HEAD}space: {short_ma_window: [10]}\n`, '3:1', 'unknown key space'],
    [
      'when its parameters break a rule of the strategy',
      'strategy: {name: dma-atr-trend, params: {short_ma_window: 60}}\ndata: {source: synthetic}\n',
      '1:59',
      'must be below long_ma_window',
    ],
    [
      'when a parameter is misspelt',
      'strategy:\n  name: dma-atr-trend\n  params:\n    short_window: 60\n    atr_perod: 3\ndata: {source: synthetic}\n',
      '4:5',
      'unknown key short_window',
    ],
    ['when it has no strategy', 'data: {source: synthetic}\n', '1:1', 'strategy is required'],
    [
      'when it names a strategy without a name',
      'strategy: {params: {}}\ndata: {source: synthetic}\n',
      '1:11',
      'strategy.name is required',
    ],
    ['when it is empty', '', '1:1', 'the file is empty'],
    ['when it is a list', '- a\n', '1:1', 'a settings file is a map of sections'],
  ])('%s', async (_, text, place, rule) => {
    const [finding] = await findingsOf(() => loadBacktestFile(fileWith(text, 'run.yaml')));
    expect(finding!.place).toBe(`run.yaml:${place}`);
    expect(finding!.rule).toContain(rule);
  });
});

test('a run is named for its file, and a file name that is no name is refused', async () => {
  expect((await loadBacktestFile(fileWith(HEAD, 'my-run.yml'))).name).toBe('my-run');
  expect(await findingsOf(() => loadBacktestFile(fileWith(HEAD, 'my run.yml')))).toMatchObject([
    { code: 'HG-CONFIG-014', value: 'my run' },
  ]);
});

test('an empty section counts as left out', async () => {
  const { settings } = await loadBacktestFile(
    fileWith(`strategy: {name: dma-atr-trend, params: }\ndata: {source: synthetic}\naccount:\n`, 'run.yaml'),
  );
  expect(settings).toMatchObject({ account: { initial_cash: 100_000 } });
});

test.each(readdirSync('configs/venues'))('the shipped venue %s is a good one', (file) => {
  expect(readVenueFile(`configs/venues/${file}`, 'test').venue.value).toMatchObject({
    name: file.replace('.yaml', ''),
  });
});

test('a strategy file of the live grid loads as it stands', async () => {
  const run = await loadBacktestFile('configs/backtest/hedge-grid.yaml');
  expect(run.strategy.name).toBe('hedge-grid');
  expect(run.params).toMatchObject({ strategy: { name: 'hedge_grid_v1' }, grid: { grid_step_bps: 50 } });
});

test('chances of fills are refused where no lot could obey them', async () => {
  const netting = `${HEAD}execution: {fill_model: {type: realistic}}\n`;
  expect(await findingsOf(() => loadBacktestFile(fileWith(netting, 'run.yaml')))).toMatchObject([
    { place: 'run.yaml:3:32', rule: expect.stringContaining('chances of fills are for hedge books') },
  ]);
});
