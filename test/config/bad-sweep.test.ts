import { describe, expect, test } from 'vitest';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { fileWith, findingsOf, HEAD, sweepWith } from './_files.js';

/** Lines from line 4 on, then what is said: place, value, rule, hint; each a part of the text. */
type Row = readonly [lines: string, place: string, value: string, rule: string, hint: string];

async function expectRefusal(...[lines, place, value, rule, hint]: Row): Promise<void> {
  const [finding] = await findingsOf(() => loadSweepFile(sweepWith(lines)));
  expect({ place: finding!.place, value: finding!.value ?? '' }).toEqual({
    place: `sweep.yaml:${place}`,
    value: expect.stringContaining(value) as string,
  });
  expect(finding!.rule).toContain(rule);
  expect(finding!.hint).toContain(hint);
}

const axis = (text: string): string => `space:\n  short_ma_window: ${text}\n`;
const floatAxis = (text: string): string => `space:\n  sl_atr_multiplier: ${text}\n`;

describe('an axis without sense is refused with its place, its values and a right example', () => {
  test.each<Row>([
    [axis('[]'), '5:20', '[]', 'a list of values must not be empty', '[10, 15, 20]'],
    [
      axis('{min: 30, max: 10}'),
      '5:20',
      '{min: 30, max: 10}',
      'min must not be above max',
      '{min: 10, max: 50, step: 5}',
    ],
    [axis('{min: 10, max: 30, step: 0}'), '5:20', 'step: 0', 'step must be above 0', '{min: 10'],
    [axis('{min: 10, max: 30, step: -5}'), '5:20', 'step: -5', 'step must be above 0', '{min: 10'],
    [floatAxis('{min: 1, max: 3, step: -0.5}'), '5:22', 'step: -0.5', 'step must be above 0', '{min: 1.5'],
    [axis('{min: .nan, max: 30}'), '5:26', '.nan', 'a number is finite', 'finite'],
    [axis('{min: 10, max: .inf}'), '5:35', '.inf', 'a number is finite', 'finite'],
    [floatAxis('{min: 0, max: 3, count: 4, log: true}'), '5:22', 'min: 0', 'a log range begins above 0', 'log: true'],
    [floatAxis('{min: -1, max: 3, count: 4, log: true}'), '5:22', 'min: -1', 'a log range begins above 0', 'log: true'],
    [axis('{min: 10, max: 30, step: 2.5}'), '5:20', '2.5', 'whole bounds and a whole step', '{min: 10'],
    [axis('{min: 1.5, max: 30}'), '5:20', '1.5', 'whole bounds and a whole step', '{min: 10'],
    [axis('{min: 10, max: 30, step: 5, count: 3}'), '5:20', 'count: 3', 'a step or a count, not both', '{min: 10'],
    [axis('{min: 10, max: 30, count: 1}'), '5:20', 'count: 1', 'count is a whole number', '{min: 10'],
    [axis('{min: 10, max: 12, count: 9}'), '5:20', 'count: 9', 'larger than the number of whole numbers', '{min: 10'],
    [axis('{min: 10}'), '5:20', '{"min":10}', 'a range has min and max', '{min: 10'],
    [axis('{step: 5}'), '5:20', '{"step":5}', 'either min and max, or values, or one value', '{min: 10'],
    [axis('{min: 10, max: 30, values: [1]}'), '5:20', 'values', 'either min and max, or values', '{min: 10'],
    [axis('{values: [10, 20], step: 5}'), '5:20', 'step', 'belong to a range', '{min: 10'],
    [axis('{type: bool, min: 1, max: 2}'), '5:20', 'bool', 'either min and max', '{min: 10'],
    [axis('{type: choice, min: 1, max: 2}'), '5:20', 'choice', 'type choice has no range', '{min: 10'],
    [axis('[10, 20, 10]'), '5:20', '[10,20,10]', '10 is listed twice', 'once'],
    [axis('{min: 10, max: 20, stepp: 5}'), '5:39', 'stepp', 'unknown key stepp', 'did you mean step?'],
    [axis('{min: "10", max: 20}'), '5:26', '10', 'expected number, received string', 'write 10 without quotes'],
    [axis('[[10], 20]'), '5:21', '[10]', 'space.short_ma_window.0', ''],
    ['space: {}\n', '4:8', '', 'a sweep varies at least one parameter', 'hgopt backtest'],
    ['space:\n', '4:7', '', 'space is required', 'add space'],
  ])('%j', expectRefusal);
});

describe('a value that the parameter does not take is refused where it stands', () => {
  test.each<Row>([
    [axis('[10, 20.5]'), '5:25', '20.5', 'short_ma_window: expected int', 'within what the parameter takes'],
    [axis('[10, "20"]'), '5:25', '20', 'expected number, received string', 'within'],
    [axis('[10, yes]'), '5:25', 'yes', 'expected number, received string', 'within'],
    [axis('[10, null]'), '5:25', 'null', 'expected number, received null', 'within'],
    [axis('{min: 0, max: 20}'), '5:26', '0', 'short_ma_window: Too small', 'within'],
    [floatAxis('{min: -1, max: 3, step: 1}'), '5:28', '-1', 'sl_atr_multiplier: Too small', 'within'],
    ['space:\n  ma_type: [SMA, ema]\n', '5:18', 'ema', 'SMA', 'within'],
    ['space:\n  use_adx: [true, 1]\n', '5:19', '1', 'expected boolean', 'within'],
    ['space:\n  execution.slippage: [0, 0.06]\n', '5:27', '0.06', 'execution.slippage: Too big', 'within'],
    [
      'space:\n  use_adx: {type: bool}\n  adx_period: {values: [10], when: use_adx, otherwise: 1}\n',
      '6:56',
      '1',
      'Too small',
      'within',
    ],
  ])('%j', expectRefusal);
});

describe('a name that is not known is refused with the nearest one', () => {
  const good = axis('[10, 20]');

  test.each<Row>([
    [`${good}worker: 3\n`, '6:1', 'worker', 'unknown key worker', 'did you mean parallel.workers?'],
    [`${good}paralel: {workers: 3}\n`, '6:1', 'paralel', 'unknown key paralel', 'did you mean parallel?'],
    [`${good}parallel: {worker: 3}\n`, '6:12', 'worker', 'unknown key worker in parallel', 'did you mean workers?'],
    [
      `${good}account: {initial_csh: 3}\n`,
      '6:11',
      'initial_csh',
      'unknown key initial_csh in account',
      'did you mean initial_cash?',
    ],
    [
      `${good}execution:\n  fees: {makr: 0}\n`,
      '7:10',
      'makr',
      'unknown key makr in execution.fees',
      'did you mean maker?',
    ],
    [`${good}venue: {tick_sise: 1}\n`, '6:9', 'tick_sise', 'unknown key tick_sise in venue', 'did you mean tick_size?'],
    [
      'space:\n  short_ma_windw: [10]\n',
      '5:3',
      'short_ma_windw',
      'unknown parameter short_ma_windw',
      'did you mean short_ma_window?',
    ],
    [
      'space:\n  position_sizing.base_sise: [1]\n',
      '5:3',
      'position_sizing.base_sise',
      'unknown parameter',
      'did you mean position_sizing.base_size?',
    ],
    ['space:\n  position_sizing: [1]\n', '5:3', 'position_sizing', 'unknown parameter', 'position_sizing.base_size'],
    [
      'space:\n  execution.slipage: [0]\n',
      '5:3',
      'execution.slipage',
      'unknown parameter',
      'did you mean execution.slippage?',
    ],
    ['space:\n  venue.name: [a]\n', '5:3', 'venue.name', 'unknown parameter', ''],
    [
      `${good}constraints: [short_ma_windo < 20]\n`,
      '6:15',
      'short_ma_windo < 20',
      'unknown parameter short_ma_windo',
      'did you mean short_ma_window?',
    ],
    [
      `${good}constraints:\n  - "20 > short_ma_windo"\n`,
      '7:11',
      '20 > short_ma_windo',
      'unknown parameter short_ma_windo',
      'did you mean',
    ],
    [
      'space:\n  use_adx: {type: bool}\n  adx_period: {values: [10], when: use_adxx}\n',
      '6:36',
      'use_adxx',
      'unknown parameter use_adxx',
      'did you mean use_adx?',
    ],
    [
      `${good}sampler: randm\n`,
      '6:10',
      'randm',
      'there is no sampler of that name; known: grid, random',
      'did you mean random?',
    ],
    [`${good}sampler: {name: random, sample: 3}\n`, '6:25', 'sample', 'unknown key sample', 'did you mean samples?'],
    [`${good}filters: {min_trade: 3}\n`, '6:11', 'min_trade', 'there is no metric of that name', ''],
    [`${good}seeds: 1\n`, '6:1', 'seeds', 'unknown key seeds', 'did you mean seed?'],
  ])('%j', expectRefusal);

  test.each([
    ['sharp_ratio', 'HG-CONFIG-020', 'did you mean sharpe_ratio?'],
    ['profit', 'HG-CONFIG-020', 'known:'],
    ['skewness', 'HG-CONFIG-023', 'choose one of: '],
  ])('metric %s', async (metric, code, hint) => {
    const file = fileWith(`${HEAD.replace('sharpe_ratio', metric)}${good}`);
    const [finding] = await findingsOf(() => loadSweepFile(file));
    expect(finding).toMatchObject({ code, place: 'sweep.yaml:3:9', value: metric });
    expect(`${finding!.hint}${finding!.rule}`).toContain(hint);
  });

  test('a metric that is missing is asked for: the ranking is not guessed', async () => {
    const file = fileWith(`strategy: dma-atr-trend\ndata: {source: synthetic}\n${good}`);
    expect(await findingsOf(() => loadSweepFile(file))).toMatchObject([
      { code: 'HG-CONFIG-012', rule: 'metric is required', hint: 'add metric' },
    ]);
  });

  test.each([
    ['dma-atr-trends', 'did you mean dma-atr-trend?'],
    ['DMA_ATR_TREND', 'did you mean dma-atr-trend?'],
    ['../strategies/load', 'correct the path'],
  ])('strategy %s', async (strategy, hint) => {
    const [finding] = await findingsOf(() =>
      loadSweepFile(fileWith(`strategy: ${strategy}\n${HEAD.split('\n').slice(1).join('\n')}${good}`)),
    );
    expect(finding!.hint).toContain(hint);
  });
});

describe('a value of the wrong type is refused, never coerced', () => {
  const good = axis('[10, 20]');

  test.each<Row>([
    [`${good}seed: "10"\n`, '6:7', '10', 'expected number, received string', 'write 10 without quotes'],
    [`${good}seed: 1.5\n`, '6:7', '1.5', 'expected int', 'write a whole number'],
    [`${good}seed: -1\n`, '6:7', '-1', 'seed', 'the least is 0'],
    [`${good}seed: 012\n`, '6:7', '012', 'it would be read as 12', 'write 12'],
    [`${good}seed: 9007199254740993\n`, '6:7', '9007199254740993', 'more digits than a double can hold', 'write'],
    [`${good}account: {initial_cash: 1e400}\n`, '6:25', '1e400', 'larger than a double can hold', 'finite'],
    [`${good}account: {initial_cash: .nan}\n`, '6:25', '.nan', 'a number is finite', 'finite'],
    [
      `${good}account: {initial_cash: 100_000}\n`,
      '6:25',
      '100_000',
      'expected number, received string',
      'without underscores',
    ],
    [`${good}account: {initial_cash: null}\n`, '6:25', 'null', 'expected number, received null', 'correct'],
    [`${good}account: {initial_cash: 0}\n`, '6:25', '0', 'account.initial_cash', 'above 0'],
    [
      `${good}execution: {flatten_at_end: yes}\n`,
      '6:29',
      'yes',
      'expected boolean, received string',
      'write true or false',
    ],
    [
      `${good}execution: {flatten_at_end: "no"}\n`,
      '6:29',
      'no',
      'expected boolean, received string',
      'write true or false',
    ],
    [`${good}execution: {flatten_at_end: 1}\n`, '6:29', '1', 'expected boolean, received number', 'correct'],
    [`${good}execution: {path: best}\n`, '6:19', 'best', 'execution.path', 'one of: adaptive, ohlc, olhc, worst'],
    [`${good}execution: {slippage: 0.1}\n`, '6:23', '0.1', 'execution.slippage', 'the largest is 0.05'],
    [`${good}execution: {fees: 1}\n`, '6:19', '1', 'execution.fees', 'the largest is 0.05'],
    [`${good}execution: {fees: cheap}\n`, '6:19', 'cheap', 'execution.fees: expected number or object', 'correct'],
    [`${good}execution: {fees: {maker: 1}}\n`, '6:27', '1', 'execution.fees.maker', 'the largest is 0.05'],
    [`${good}execution: 3\n`, '6:12', '3', 'execution: expected object, received number', 'correct'],
    [`${good}parallel: {workers: 0}\n`, '6:21', '0', 'parallel.workers', 'the least is 1'],
    [`${good}parallel: {workers: 1.5}\n`, '6:21', '1.5', 'parallel.workers: expected auto or int', 'correct'],
    [`${good}parallel: {workers: 10000}\n`, '6:21', '10000', 'parallel.workers', 'the largest is 1024'],
    [`${good}sampler: {name: random, samples: 0}\n`, '6:34', '0', 'samples', 'the least is 1'],
    [
      `${good}constraints: short_ma_window < 5\n`,
      '6:14',
      'short_ma_window < 5',
      'constraints: expected array',
      'correct',
    ],
    [`${good}name: ../escape\n`, '6:7', '../escape', 'a name has letters, digits', 'correct'],
    [`${good}name: "a b"\n`, '6:7', 'a b', 'a name has letters, digits', 'correct'],
    [
      `${good}filters: {total_trades: many}\n`,
      '6:25',
      'many',
      'filters.total_trades: expected number',
      'write a number',
    ],
    [`${good}constraints: [short_ma_window + 1]\n`, '6:15', 'short_ma_window + 1', 'not true or false', 'compare'],
    [`${good}constraints: ["short_ma_window <"]\n`, '6:33', 'short_ma_window <', 'not an expression', 'for example'],
  ])('%j', expectRefusal);
});

describe('names that reach a prototype', () => {
  const good = axis('[10, 20]');

  test.each<Row>([
    [`${good}__proto__: {x: 1}\n`, '6:1', '__proto__', 'cannot be a key', 'rename'],
    [`${good}constructor: {prototype: {x: 1}}\n`, '6:1', 'constructor', 'cannot be a key', 'rename'],
    [`${good}toString: 1\n`, '6:1', 'toString', 'unknown key toString', ''],
    [`${good}hasOwnProperty: 1\n`, '6:1', 'hasOwnProperty', 'unknown key hasOwnProperty', ''],
    [`${good}account: {valueOf: 1}\n`, '6:11', 'valueOf', 'unknown key valueOf in account', ''],
    ['space:\n  __proto__: [1]\n', '5:3', '__proto__', 'cannot be a key', 'rename'],
    ['space:\n  toString: [1]\n', '5:3', 'toString', 'unknown parameter toString', ''],
    ['space:\n  a.__proto__.b: [1]\n', '5:3', 'a.__proto__.b', 'unknown parameter', ''],
    [`${good}<<: {seed: 1}\n`, '6:1', '<<', 'unknown key <<', ''],
    [`${good}filters: {constructor: 1}\n`, '6:11', 'constructor', 'cannot be a key', ''],
    [`${good}filters: {toString: 1}\n`, '6:11', 'toString', 'no metric', ''],
  ])('%j changes no prototype', async (...row) => {
    await expectRefusal(...row);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('a parameter name that is no identifier', () => {
  test.each(['"10"', '"2"', '""', '"a.b"', '"a,b"', '"a\\nb"', `"${'x'.repeat(500)}"`])(
    '%s is not known',
    async (name) => {
      const [finding] = await findingsOf(() =>
        loadSweepFile(sweepWith(`space:\n  short_ma_window: [10]\n  ${name}: [1]\n`)),
      );
      expect(finding).toMatchObject({ code: 'HG-CONFIG-010', place: 'sweep.yaml:6:3' });
    },
  );
});

describe('a field of the data section that would change nothing is refused', () => {
  test.each([
    ['{path: a.csv, bars: 500}', '2:27', '500', 'bars has no effect on bars that are read from files; leave it out'],
    ['{symbol: BTC, timezone: UTC}', '2:31', 'UTC', 'timezone has no effect on bars of the catalog; leave it out'],
    ['{source: synthetic, sort: true}', '2:33', 'true', 'sort has no effect on synthetic bars; leave it out'],
  ])('%s', async (data, place, value, rule) => {
    const file = fileWith(HEAD.replace('{source: synthetic}', data) + axis('[10, 20]'));
    const [finding] = await findingsOf(() => loadSweepFile(file));
    expect(finding).toMatchObject({ place: `sweep.yaml:${place}`, value: expect.stringContaining(value) as string });
    expect(finding!.rule).toContain(rule);
  });
});

test('several mistakes are told at once, each in its place', async () => {
  const findings = await findingsOf(() =>
    loadSweepFile(sweepWith('space:\n  short_ma_window: [10]\nseed: x\nworker: 1\naccount: {leverage: 0}\n')),
  );
  expect(findings.map((f) => f.place).toSorted()).toEqual(['sweep.yaml:6:7', 'sweep.yaml:7:1', 'sweep.yaml:8:21']);
});

describe('two spellings of one parameter', () => {
  test.each<Row>([
    [
      'space:\n  fast_window: [10]\n  short_ma_window: [20]\n',
      '6:3',
      'short_ma_window',
      'fast_window and short_ma_window are two names of one setting',
      'keep short_ma_window',
    ],
    [
      'space:\n  fast_window: [10]\n  fast_period: [20]\n',
      '6:3',
      'fast_period',
      'two names of one setting',
      'keep short_ma_window',
    ],
    [
      'space:\n  short_ma_window: [10]\noptimization_ranges:\n  short_ma_window: [10]\n',
      '6:1',
      'optimization_ranges',
      'two names of one setting',
      'keep space',
    ],
    [
      'space:\n  short_ma_window: [10]\nvenue: {qty_step: 1, lot_size: 1}\n',
      '6:22',
      'lot_size',
      'two names of one setting',
      'keep lot_size',
    ],
  ])('%j', expectRefusal);
});
