import { describe, expect, test } from 'vitest';
import { outputSettings } from '../../src/config/settings/output.js';
import { chosenFiles } from '../../src/report/chosen-files.js';
import { runReport } from './recorded-run.js';

const written = (output: object) => {
  const files = chosenFiles(runReport(), 'out', outputSettings.parse(output));
  return [...files].filter(([, content]) => content !== null).map(([name]) => name);
};
const log = (output: object) =>
  chosenFiles(
    runReport({ warnings: [{ code: 'HG-X-001', rule: 'a thing is off', hint: 'set it right' }] }),
    'out',
    outputSettings.parse(output),
  ).get('backtest.log');

describe('the output section of a backtest', () => {
  test('leaves everything on, and no log, when it says nothing', () => {
    expect(written({})).toEqual(
      expect.arrayContaining(['orders.csv', 'trades.csv', 'positions.csv', 'equity.csv', 'summary.json']),
    );
    expect(written({})).not.toContain('backtest.log');
  });

  test.each([
    ['trades', ['orders.csv', 'trades.csv', 'trades.parquet', 'fills.csv']],
    ['positions', ['positions.csv']],
    ['account', ['equity.csv', 'equity.parquet']],
  ])('switches off %s', (gate, names) => {
    const all = written({});
    expect(all).toEqual(expect.arrayContaining(names));
    expect(all.filter((name) => !written({ [gate]: false }).includes(name)).sort()).toEqual(names.toSorted());
  });

  test('writes what the console shows as a log, in words or as objects, or the warnings alone', () => {
    const text = String(log({ log: 'text' })).split('\n');
    expect(text[0]).toBe('WARNING HG-X-001 a thing is off; set it right');
    expect(text[1]).toBe('INFO demo trial 7: fixture on TEST');
    expect(log({ log: 'text', log_level: 'WARNING' })).toBe('WARNING HG-X-001 a thing is off; set it right\n');
    const [first] = String(log({ log: 'json' })).split('\n');
    expect(JSON.parse(first!)).toEqual({ level: 'WARNING', message: 'HG-X-001 a thing is off; set it right' });
  });
});
