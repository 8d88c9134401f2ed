import { describe, expect, test } from 'vitest';
import { runData, sectionsOf } from '../../src/data/data-sections.js';

const sections = (data: unknown) => sectionsOf(runData.parse(data));
const complaints = (data: unknown): string[] => {
  const { error } = runData.safeParse(data);
  const [issue] = error?.issues ?? [];
  const issues = issue?.code === 'invalid_union' ? issue.errors.flat() : (error?.issues ?? []);
  return issues.map(({ message }) => message);
};

describe('the data section of a run', () => {
  test('is one section for one instrument, as it stands', () => {
    expect(sections({ source: 'catalog', symbol: 'BTCUSDT' })).toMatchObject([
      { source: 'catalog', symbol: 'BTCUSDT' },
    ]);
    expect(sections({ path: 'bars.csv' })).toHaveLength(1);
  });

  test('is a list with a section for each', () => {
    const list = sections([{ symbol: 'ETHUSDT', interval: '1h' }, { path: 'btc.csv' }]);
    expect(list).toMatchObject([{ symbol: 'ETHUSDT', interval: '1h' }, { path: 'btc.csv' }]);
  });

  test('stands for several symbols that are read alike, in code-point order however they are listed', () => {
    const listed = sections({ source: 'catalog', symbols: ['b', 'a', 'B'], from: '2024-01-01' });
    expect(listed.map(({ symbol }) => symbol)).toEqual(['B', 'a', 'b']);
    expect(listed.every(({ from }) => from === '2024-01-01')).toBe(true);
    expect(listed).toEqual(sections({ source: 'catalog', symbols: ['a', 'B', 'b'], from: '2024-01-01' }));
    expect(listed[0]).not.toHaveProperty('symbols');
  });

  test('puts the name of each symbol into its path', () => {
    expect(sections({ path: 'data/{symbol}-1m.csv', symbols: ['ETH', 'BTC'] }).map(({ path }) => path)).toEqual([
      'data/BTC-1m.csv',
      'data/ETH-1m.csv',
    ]);
    const parts = sections({ path: ['{symbol}/1.csv', '{symbol}/2.csv'], symbols: ['ETH', 'BTC'] });
    expect(parts[1]!.path).toEqual(['ETH/1.csv', 'ETH/2.csv']);
    const funded = {
      path: '{symbol}.csv',
      symbols: ['ETH', 'BTC'],
      funding: '{symbol}-rates.csv',
      mark: ['{symbol}-mark.csv'],
    };
    expect(sections(funded)[0]).toMatchObject({ funding: 'BTC-rates.csv', mark: ['BTC-mark.csv'] });
    const madeUp = { ...funded, funding: 'synthetic', mark: undefined };
    expect(sections(madeUp)[0]).toMatchObject({ funding: 'synthetic' });
  });

  test('makes up another market for each symbol, the same one whatever other symbols there are', () => {
    const seeds = (...symbols: string[]) =>
      Object.fromEntries(sections({ source: 'synthetic', symbols }).map(({ symbol, seed }) => [symbol, seed]));
    const two = seeds('A', 'B');
    expect(two['A']).not.toBe(two['B']);
    expect(seeds('C', 'B', 'A')).toMatchObject(two);
    expect(sections({ source: 'synthetic', symbols: ['A', 'B'], seed: 2 })[0]!.seed).not.toBe(two['A']);
  });

  test.each([
    ['mark prices of no settlements', { source: 'catalog', symbol: 'A', mark: 'A.csv' }, 'mark prices belong to'],
    ['a symbol twice', { source: 'catalog', symbols: ['A', 'A'] }, 'each symbol is listed once'],
    ['a symbol in two sections', [{ symbol: 'A' }, { symbol: 'A' }], 'each symbol has one section'],
    ['symbol beside symbols', { symbol: 'A', symbols: ['B'] }, 'give symbol or symbols, not both'],
    [
      'one file of funding rates for several symbols',
      { path: '{symbol}.csv', funding: 'rates.csv', symbols: ['A', 'B'] },
      'several symbols need several files',
    ],
    ['one file for several symbols', { path: 'a.csv', symbols: ['A', 'B'] }, 'several symbols need several files'],
  ])('refuses %s', (_, data, rule) => {
    expect(complaints(data).some((message) => message.startsWith(rule))).toBe(true);
  });
});
