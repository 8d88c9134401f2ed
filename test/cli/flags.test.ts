import { describe, expect, test } from 'vitest';
import { choice, memorySize, repeated, wholeNumber } from '../../src/cli/flags.js';
import { ConfigError } from '../../src/base/errors.js';

function findingOf(action: () => unknown): ConfigError['findings'][number] | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.findings[0];
    throw error;
  }
  return undefined;
}

describe('a size of memory', () => {
  test.each([
    ['1GiB', 2 ** 30],
    ['512MB', 512_000_000],
    ['1.5g', 1.5 * 2 ** 30],
    ['64 KiB', 65_536],
    ['4096', 4_096],
  ])('%s is %d bytes', (text, bytes) => {
    expect(memorySize(text)).toBe(bytes);
  });

  test.each(['', '0', '-1GB', '1XB', '1e3', 'GiB', '9999999TB', 'constructor'])(
    '%j is refused with an example',
    (text) => {
      expect(findingOf(() => memorySize(text))).toMatchObject({ code: 'HG-CLI-007', place: '--memory', value: text });
    },
  );
});

describe('a whole number', () => {
  test('is read as it stands', () => {
    expect(wholeNumber('--workers', 1)('3')).toBe(3);
    expect(wholeNumber('--seed', 0)('0')).toBe(0);
  });

  test.each(['0', '-1', '1.5', '1e3', '', ' 2', 'two', '9007199254740993', '0x10'])(
    '%j workers are refused',
    (text) => {
      expect(findingOf(() => wholeNumber('--workers', 1)(text))).toMatchObject({ place: '--workers', value: text });
    },
  );
});

test('a word that is not in the list is answered with the nearest one', () => {
  expect(findingOf(() => choice('hgopt list KIND', ['metrics', 'samplers'])('metric'))?.hint).toContain('metrics');
});

test('a repeated flag keeps its values in order', () => {
  expect(repeated('b=2', repeated('a=1'))).toEqual(['a=1', 'b=2']);
});
