import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { compileExpression, type Variable } from '../../src/search/expression.js';

const VARIABLES: Variable[] = [
  { name: 'fast', kind: 'number' },
  { name: 'slow', kind: 'number' },
  { name: 'position_sizing.base_size', kind: 'number' },
  { name: 'ma_type', kind: 'string' },
  { name: 'use_adx', kind: 'boolean' },
  { name: 'trend', kind: 'any' },
];
const VALUES = [20, 50, 0.95, 'SMA', true, null];

const test_ = (text: string, values: typeof VALUES = VALUES): boolean =>
  compileExpression(text, VARIABLES).test(values as never);

function findingOf(action: () => unknown): ConfigError['findings'][number] {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.findings[0]!;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('whole and broken numbers mix as on paper', () => {
  test.each([
    ['fast * 2 < slow', true],
    ['slow - fast >= 30', true],
    ['slow - fast >= 30.5', false],
    ['fast / 50 == 0.4', true],
    ['5 / 2 == 2.5', true],
    ['slow % 20 == 10', true],
    ['-fast + 0x14 == 0', true],
    ['position_sizing.base_size * 100 > 90 && fast in [10, 20]', true],
    ['abs(fast - slow) == 30 && min(fast, slow) == 20 && max(1, 2.5) == 2.5', true],
    ['ma_type == "SMA" ? slow > 10 : false', true],
    ['!use_adx || fast > 100', false],
    ['ma_type in ["EMA", "WMA"]', false],
    ['1e1 < fast', true],
  ])('%s', (text, expected) => {
    expect(test_(text)).toBe(expected);
  });
});

describe('a value that may be missing', () => {
  test('is asked for null first', () => {
    expect(test_('trend == null || trend > slow')).toBe(true);
    expect(test_('trend == null || trend > slow', [20, 50, 0.95, 'SMA', true, 40])).toBe(false);
  });

  test('has no order without that, which is said with the values', () => {
    expect(findingOf(() => test_('trend > slow'))).toMatchObject({
      code: 'HG-CONFIG-042',
      value: 'slow = 50, trend = null',
      hint: 'test for null first: x == null || x > y',
    });
  });
});

describe('a wrong expression is refused where it stands', () => {
  test.each([
    ['fast < slo', 'HG-CONFIG-041', 'expression, character 8', 'unknown parameter slo', 'did you mean slow?'],
    [
      '2 * position_sizing.base_siz < 1',
      'HG-CONFIG-041',
      'expression, character 5',
      'unknown parameter position_sizing.base_siz',
      'did you mean position_sizing.base_size?',
    ],
    ['fast <', 'HG-CONFIG-040', 'expression, character 7', 'Unexpected token: EOF', 'for example'],
    ['10 + fast < "a"', 'HG-CONFIG-041', 'expression, character 1', 'double < string', 'compare numbers with numbers'],
    ['fast < slow && use_adx > 1', 'HG-CONFIG-041', 'expression, character 16', 'bool > double', 'compare numbers'],
    ['fast + slow', 'HG-CONFIG-041', 'expression, character 1', 'it is a double', 'compare'],
    ['evil(fast)', 'HG-CONFIG-041', 'expression, character 1', 'unknown function evil', 'ceil'],
    ['ma_type.matches("(a+)+$")', 'HG-CONFIG-041', 'expression, character 1', 'compares parameters and numbers', 'use'],
    ['[1].all(x, x > 0)', 'HG-CONFIG-041', 'expression, character 1', 'compares parameters and numbers', 'use'],
    ['abs(fast, slow) > 1', 'HG-CONFIG-041', 'expression, character 1', 'abs takes 1', 'correct'],
    [
      'constructor.constructor == 1',
      'HG-CONFIG-041',
      'expression, character 1',
      'unknown parameter constructor.constructor',
      '',
    ],
    ['process.exit(1)', 'HG-CONFIG-041', 'expression, character 1', '', ''],
    ['', 'HG-CONFIG-040', 'expression, character 1', 'Unexpected token: EOF', 'for example'],
  ])('%s', (text, code, place, rule, hint) => {
    const finding = findingOf(() => compileExpression(text, VARIABLES));
    expect(finding).toMatchObject({ code, place, value: text });
    expect(finding.rule).toContain(rule);
    expect(finding.hint).toContain(hint);
  });

  test('a thousand brackets are refused, not followed', () => {
    expect(findingOf(() => compileExpression(`${'('.repeat(900)}fast${')'.repeat(900)} < 1`, VARIABLES)).code).toBe(
      'HG-CONFIG-040',
    );
  });
});

test('an expression tells which variables it reads', () => {
  expect(compileExpression('slow > fast && slow > 2', VARIABLES).reads).toEqual([0, 1]);
});
