import { describe, expect, test } from 'vitest';
import { findingText } from '../../src/cli/errors.js';

describe('a message', () => {
  test('has code, place, value, rule and next step', () => {
    const text = findingText({
      code: 'HG-CONFIG-004',
      place: 'sweeps/grid.yaml:12:3',
      value: 'shrot_ma_window',
      rule: 'there is no such parameter',
      hint: 'did you mean short_ma_window?',
    });
    expect(text.split('\n')).toEqual([
      'error HG-CONFIG-004 at sweeps/grid.yaml:12:3',
      '  value: shrot_ma_window',
      '  rule:  there is no such parameter',
      '  next:  did you mean short_ma_window?',
    ]);
  });

  test('shows control characters instead of sending them to the terminal', () => {
    const text = findingText({
      code: 'HG-X-001',
      place: '\u001b[2Jx',
      value: '\u001b]0;title\u0007',
      rule: 'a\u001bb',
      hint: 'c\u009bd',
    });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(text).toContain('\\x1b[2Jx');
  });

  test('cuts a long value', () => {
    const text = findingText({ code: 'HG-X-001', place: 'p', value: 'v'.repeat(500), rule: 'r', hint: 'h' });
    expect(text).toContain(`${'v'.repeat(79)}…\n`);
  });
});
