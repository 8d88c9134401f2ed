import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine } from '../../src/report/csv-text.js';
import { numberText } from '../../src/report/number-text.js';

/** Reads one line the way a CSV reader does: a comma inside quotes does not end a cell. */
const readLine = (line: string): string[] =>
  line
    .trimEnd()
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));

describe('a number in a file', () => {
  test('reads back as the same 64 bits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(Object.is(Number(numberText(value)), value)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(numberText(-0)).toBe('-0');
    expect(numberText(5e-324)).toBe('5e-324');
  });

  test('is empty when it is no value', () => {
    expect(numberText(NaN)).toBe('');
  });
});

describe('a cell of a table', () => {
  test('stays a number when it is one, negative ones included', () => {
    expect(csvLine([-5.2e-7, -1, 0.1 + 0.2])).toBe('-5.2e-7,-1,0.30000000000000004\n');
  });

  test.each(['=HYPERLINK("x")', '+1', '-1+2', '@cmd', '\t=1', ' =1', '\uff1d1', '\r=1'])(
    'is never taken for a formula when it is text: %j',
    (text) => {
      const [cell] = readLine(`${csvLine([text])}`);
      expect(cell).not.toMatch(/^\s*[=+\-@\uff1d]/);
    },
  );

  test('keeps commas, quotes and line ends inside one cell of one line', () => {
    const line = csvLine(['a,b', 'say "no"', 'two\nlines', 3]);
    expect(line).toBe('"a,b","say ""no""",two\\x0alines,3\n');
    expect(readLine(line)).toEqual(['a,b', 'say "no"', 'two\\x0alines', '3']);
  });

  test('is empty for null and a word for booleans', () => {
    expect(csvLine([null, true, false])).toBe(',true,false\n');
  });

  test('holds any text on one line of as many cells as were given', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.double(), fc.boolean()), { minLength: 1 }), (cells) => {
        const line = csvLine(cells);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(readLine(line)).toHaveLength(cells.length);
      }),
    );
  });
});
