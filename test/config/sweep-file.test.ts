import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { plannedTrials } from '../../src/search/candidates.js';
import { createDesign } from '../../src/search/design.js';
import { createSpace } from '../../src/search/space.js';
import { fileWith, findingsOf, HEAD, sweepWith, temporaryFolder } from './_files.js';

const load = (lines: string, options = {}) => loadSweepFile(sweepWith(lines), options);

async function planOf(file: string) {
  const sweep = await loadSweepFile(file);
  const design = await createDesign(sweep.sampler, { space: createSpace(sweep.dimensions), seed: sweep.seed });
  return { sweep, design, candidates: plannedTrials(design, sweep.reject) };
}

test('a file that says little is complete when it is loaded', async () => {
  const sweep = await load('space:\n  fast_window: [10, 20]\n');
  expect(sweep).toMatchObject({
    name: 'sweep',
    strategy: { name: 'dma-atr-trend' },
    params: {},
    sampler: { name: 'grid', params: {} },
    seed: 42,
    target: { metric: 'sharpe_ratio', direction: 'maximize' },
    filters: [],
    constraints: [],
    limits: { trialSeconds: 60, heapMb: 1024, maxTrials: undefined },
    parallel: { workers: 'auto', trialsPerJob: 'auto' },
    dimensions: [{ name: 'short_ma_window', kind: 'list', values: [10, 20], target: 'params' }],
    settings: { account: { initial_cash: 100_000 }, execution: { fees: 0.001 }, venue: { allow_short: false } },
  });
  expect(structuredClone(sweep.dimensions)).toEqual(sweep.dimensions);
});

describe('the space', () => {
  test('keeps the order of the file and takes the kind of a range from its parameter', async () => {
    const { dimensions } = await load(`space:
  tp_atr_multiplier: {min: 3, max: 6, step: 1}
  short_ma_window: {min: 10, max: 30, step: 10}
  position_sizing.base_size: {min: 0.5, max: 1}
  execution.slippage: {min: 0.0001, max: 0.001, count: 3, log: true}
  use_adx: {type: bool}
  adx_period: {values: [10, 14], when: use_adx}
  ma_type: {type: choice, values: [SMA, EMA]}
  atr_period: 14
`);
    expect(dimensions.map(({ name, kind, target }) => [name, kind, target])).toEqual([
      ['tp_atr_multiplier', 'float', 'params'],
      ['short_ma_window', 'int', 'params'],
      ['position_sizing.base_size', 'float', 'params'],
      ['execution.slippage', 'float', 'settings'],
      ['use_adx', 'bool', 'params'],
      ['adx_period', 'list', 'params'],
      ['ma_type', 'list', 'params'],
      ['atr_period', 'fixed', 'params'],
    ]);
    expect(createSpace(dimensions).size).toBeNull();
    expect(dimensions[5]).toMatchObject({ when: 'use_adx', otherwise: 14 });
  });

  test('has the older name optimization_ranges, too', async () => {
    expect((await load('optimization_ranges:\n  slow_period: [40]\n')).dimensions).toMatchObject([
      { name: 'long_ma_window' },
    ]);
  });
});

describe('constraints', () => {
  test('read parameters that the strategy derives from others', async () => {
    const { reject } = await load(
      'space:\n  tp_atr_multiplier: [3, 5]\n  atr_multiplier: [null, 1.5, 3]\nconstraints: [tp_atr_multiplier > 2 * sl_atr_multiplier]\n',
    );
    const candidates = [3, 5].flatMap((tp) => [null, 1.5, 3].map((both) => [tp, both]));
    // The stop is 2 ranges away, or as many as atr_multiplier says.
    expect(candidates.filter((values) => reject(values) === null)).toEqual([
      [5, null],
      [5, 1.5],
    ]);
  });

  const space = 'space:\n  short_ma_window: [10, 20, 30]\n  long_ma_window: [40, 50]\n';

  test('read swept and unswept parameters and settings', async () => {
    const { reject } = await load(
      `${space}constraints:\n  - short_ma_window * 2 < long_ma_window\n  - atr_period + short_ma_window <= 34\n  - account.initial_cash > 5\n`,
    );
    expect(reject([10, 40])).toBeNull();
    expect(reject([20, 40])).toBe('short_ma_window * 2 < long_ma_window');
    expect(reject([20, 50])).toBeNull();
    expect(reject([30, 50])).toBe('short_ma_window * 2 < long_ma_window');
  });

  test('include the rules of the strategy', async () => {
    const { reject } = await load(
      'strategy: {name: dma-atr-trend, params: {long_ma_window: 25}}\nspace:\n  short_ma_window: [20, 30]\n'.replace(
        /^strategy.*\n/,
        '',
      ),
    );
    expect(reject([30])).toBeNull();
    const narrow = await loadSweepFile(
      fileWith(
        'strategy: {name: dma-atr-trend, params: {long_ma_window: 25}}\ndata: {source: synthetic}\nmetric: sharpe_ratio\nspace:\n  short_ma_window: [20, 30]\n',
      ),
    );
    expect([narrow.reject([20]), narrow.reject([30])]).toEqual([null, 'short_ma_window must be below long_ma_window']);
  });

  test('include the rules of the run settings', async () => {
    const { reject } = await load('space:\n  venue.min_quantity: [1, 3]\n  venue.max_quantity: [2, 4]\n');
    expect([reject([1, 2]), reject([3, 2]), reject([3, 4])]).toEqual([
      null,
      'max_quantity is below min_quantity',
      null,
    ]);
  });
});

test('a swept fee leaves its twin at the value of the file', async () => {
  const { settings } = await load('space:\n  execution.fees.taker: [0.0001]\nexecution: {fees: 0.0007}\n');
  expect(settings).toMatchObject({ execution: { fees: { maker: 0.0007, taker: 0.0007 } } });
});

describe('filters', () => {
  test('bound a metric on the side where it is bad', async () => {
    const { filters } = await load(
      'space:\n  short_ma_window: [10]\nfilters: {sharpe_ratio: 1, max_drawdown: 0.2, min_trades: 30, min_sharpe: 0.5, max_volatility: 0.4, max_total_trades: 900}\n',
    );
    expect(filters).toEqual([
      { metric: 'sharpe_ratio', minimum: 1 },
      { metric: 'max_drawdown', maximum: 0.2 },
      { metric: 'total_trades', minimum: 30 },
      { metric: 'sharpe_ratio', minimum: 0.5 },
      { metric: 'volatility', maximum: 0.4 },
      { metric: 'total_trades', maximum: 900 },
    ]);
  });

  test('may bound a counter of the strategy', async () => {
    const { filters } = await load('space:\n  short_ma_window: [10]\nfilters: {max_ignored_same_side: 3}\n');
    expect(filters).toEqual([{ metric: 'ignored_same_side', maximum: 3 }]);
  });
});

describe('what the file names', () => {
  test('a venue file is read from beside it, and can be overridden by path', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'venues'));
    writeFileSync(join(folder, 'venues', 'v.yaml'), 'name: v\nqty_step: 0.001\nallow_short: true\n');
    const file = fileWith(`${HEAD}space:\n  short_ma_window: [10]\nvenue: venues/v.yaml\n`, 'sweep.yaml', folder);
    expect((await loadSweepFile(file)).settings).toMatchObject({
      venue: { name: 'v', lot_size: 0.001, allow_short: true },
    });
    expect((await loadSweepFile(file, { overrides: ['venue.allow_short=false'] })).settings).toMatchObject({
      venue: { lot_size: 0.001, allow_short: false },
    });
  });

  test('a mistake in a venue file is placed in that file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'v.yaml'), 'name: v\ntick_sise: 0.01\n');
    const file = fileWith(`${HEAD}space:\n  short_ma_window: [10]\nvenue: v.yaml\n`, 'sweep.yaml', folder);
    expect(await findingsOf(() => loadSweepFile(file))).toMatchObject([
      { place: 'v.yaml:2:1', value: 'tick_sise', hint: 'did you mean tick_size?' },
    ]);
  });

  test('a venue file that is not there is placed where it is named', async () => {
    expect(await findingsOf(() => load('space:\n  short_ma_window: [10]\nvenue: none.yaml\n'))).toMatchObject([
      { code: 'HG-CONFIG-002', place: 'sweep.yaml:6:8' },
    ]);
  });

  test('a preset gives parameters that the file may change', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'preset.yaml'),
      'name: dma-atr-trend\nparams:\n  fast_window: 7\n  position_sizing: {base_size: 0.5, min_position_size: 0.1}\n',
    );
    const file = fileWith(
      `strategy: {preset: preset.yaml, params: {position_sizing: {base_size: 0.7}}}\ndata: {source: synthetic}\nmetric: calmar_ratio\nspace: {long_ma_window: [40]}\n`,
      'sweep.yaml',
      folder,
    );
    expect((await loadSweepFile(file)).params).toEqual({
      short_ma_window: 7,
      position_sizing: { base_size: 0.7, min_position_size: 0.1 },
    });
  });

  test('a mistake in a preset is placed in the preset', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'preset.yaml'), 'name: dma-atr-trend\nparams:\n  fast_window: 0\n');
    const file = fileWith(
      `strategy: preset.yaml\ndata: {source: synthetic}\nmetric: calmar_ratio\nspace: {long_ma_window: [40]}\n`,
      'sweep.yaml',
      folder,
    );
    expect(await findingsOf(() => loadSweepFile(file))).toMatchObject([
      { place: 'preset.yaml:3:16', value: '0', hint: 'the least is 1' },
    ]);
  });
});

describe('settings from the command line', () => {
  const space = 'space:\n  short_ma_window: [10, 20]\n  position_sizing.base_size: [0.5, 0.9]\n';

  test('win over the file, the last over the first, each read as YAML', async () => {
    const overrides = [
      'account.initial_cash=5',
      'account.initial_cash=500',
      'space.short_ma_window=[5, 6]',
      'space.position_sizing.base_size={min: 0.1, max: 0.2, step: 0.1}',
      'strategy={name: dma-atr-trend, params: {ma_type: EMA}}',
      'strategy.params.atr_period=7',
      'sampler={name: random, samples: 3}',
    ];
    const sweep = await load(space, { overrides, seed: 9 });
    expect(sweep).toMatchObject({
      settings: { account: { initial_cash: 500 } },
      params: { ma_type: 'EMA', atr_period: 7 },
      dimensions: [{ values: [5, 6] }, { kind: 'float', min: 0.1, max: 0.2 }],
      sampler: { name: 'random', params: { samples: 3 } },
      seed: 9,
    });
  });

  test.each([
    ['account.initial_csh=5', '--set account.initial_csh=5', 'did you mean initial_cash?'],
    ['acount.initial_cash=5', '--set acount.initial_cash=5', 'did you mean account?'],
    ['account.initial_cash=-5', '--set account.initial_cash=-5', 'above 0'],
    ['account.initial_cash="5"', '--set account.initial_cash="5"', 'write 5 without quotes'],
    ['account.initial_cash=1e400', '--set account.initial_cash:1:1', 'finite'],
    ['account.initial_cash=[', '--set account.initial_cash:1:2', 'correct the line'],
    ['__proto__.x=1', '--set', 'joined by dots'],
    ['account.constructor.prototype.x=1', '--set', 'joined by dots'],
    ['strategy.params.toString=1', '--set strategy.params.toString=1', ''],
    ['account', '--set', 'for example'],
    ['=5', '--set', 'for example'],
    ['a..b=5', '--set', 'joined by dots'],
    ['metric.x=5', '--set', 'set metric as a whole'],
    ['space.short_ma_window.0=5', '--set', 'as a whole'],
    ['space.short_ma_windo=[5]', '--set space.short_ma_windo=[5]', 'did you mean short_ma_window?'],
  ])('%s is refused', async (override, place, hint) => {
    const findings = await findingsOf(() => load(space, { overrides: [override] }));
    expect(findings[0]!.place).toBe(place);
    expect(findings[0]!.hint).toContain(hint);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

test('an override without a value empties its section', async () => {
  const { settings } = await load('space: {short_ma_window: [10]}\naccount: {initial_cash: 5}\n', {
    overrides: ['account='],
  });
  expect(settings).toMatchObject({ account: { initial_cash: 100_000 } });
});

describe('the shipped sweeps', () => {
  test('the grid has the 1,200 points of its strategy in file order, all feasible', async () => {
    const { sweep, design, candidates } = await planOf('sweeps/grid.yaml');
    expect([design.size, candidates.trials.length]).toEqual([1200n, 1200]);
    expect(sweep.dimensions.map((d) => d.name)).toEqual([
      'short_ma_window',
      'long_ma_window',
      'atr_period',
      'sl_atr_multiplier',
      'tp_atr_multiplier',
    ]);
    expect([design.at(0), design.at(1), design.at(1199)]).toEqual([
      [10, 40, 10, 1.5, 3],
      [10, 40, 10, 1.5, 4],
      [30, 80, 20, 3, 6],
    ]);
    expect(sweep).toMatchObject({
      name: 'grid',
      data: { path: 'npm:vega-datasets/data/sp500-2000.csv' },
      settings: { venue: { calendar: 'sessions', allow_short: true } },
      params: { trend_ma_window: 200 },
    });
  });

  test('the random sweep draws 1,000 feasible points from a much larger space', async () => {
    const { design, candidates } = await planOf('sweeps/random.yaml');
    expect(design.size).toBeGreaterThan(100_000_000n);
    expect([candidates.trials.length, candidates.end]).toEqual([1000, 'enough']);
  });

  test('the bitcoin sweep reads a catalog symbol, says how to import it, and leaves out what its constraint forbids', async () => {
    const { sweep, candidates } = await planOf('sweeps/btc-1h.yaml');
    expect(sweep.data).toMatchObject({ source: 'catalog', symbol: 'BTCUSDT' });
    expect(Object.keys(candidates.excluded)).toEqual(sweep.constraints);
  });
});

test('a space of 10^12 points is loaded without being held in memory', async () => {
  const names = [
    'short_ma_window',
    'atr_period',
    'adx_period',
    'volume_window',
    'min_signal_gap',
    'signal_confirmation_bars',
  ];
  const more = [
    'position_sizing.atr_period',
    'position_sizing.volatility_lookback',
    'position_sizing.kelly_lookback',
    'data',
  ].slice(0, 3);
  const ranges = [...names, ...more].map((name) => `  ${name}: {min: 2, max: 11}\n`).join('');
  const sweep = await load(
    `space:\n${ranges}  tp_atr_multiplier: {min: 1, max: 10, step: 1}\n  sl_atr_multiplier: {min: 1, max: 10, step: 1}\n  adx_threshold: {min: 1, max: 10, step: 1}\n`,
  );
  const space = createSpace(sweep.dimensions);
  const design = await createDesign(sweep.sampler, { space, seed: 1 });
  expect([space.size, design.size]).toEqual([10n ** 12n, 10n ** 12n]);
  expect(() => plannedTrials(design, sweep.reject)).toThrow('as a whole');
  expect(plannedTrials(design, sweep.reject, { maxTrials: 4 }).trials).toEqual([0, 1, 2, 3]);
});
