import { expect, test } from 'vitest';
import { joinDocuments, joinTables } from '../../src/engine/record/run-summary.js';

test('a document of one instrument stands as it is, one of several as a map by symbol', () => {
  const told = joinDocuments([
    ['A', { result: { trades: 1 }, own: [1] }],
    ['B', { result: { trades: 2 } }],
    ['C', {}],
  ]);
  expect(told).toEqual({ result: { A: { trades: 1 }, B: { trades: 2 } }, own: [1] });
});

test('tables of several instruments are one, with the symbol as the first column unless they have such a column', () => {
  const told = joinTables([
    ['A', { notes: { columns: ['note'], rows: [['x']] }, log: { columns: ['symbol'], rows: [['A']] } }],
    ['B', { notes: { columns: ['note'], rows: [['y']] } }],
  ]);
  expect(told['notes']).toEqual({
    columns: ['symbol', 'note'],
    rows: [
      ['A', 'x'],
      ['B', 'y'],
    ],
  });
  expect(told['log']).toEqual({ columns: ['symbol'], rows: [['A']] });
});
