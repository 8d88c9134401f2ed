import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.js';
import { sweepFile } from '../../src/config/sweep-file.js';
import { validate } from '../../src/config/validate.js';
import { applyOverrides } from '../../src/config/yaml/overrides.js';
import { parseConfig } from '../../src/config/yaml/yaml-file.js';

const PIECES = [
  'space',
  'strategy',
  'account',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '<<',
  'x',
  '1',
  '1e400',
  '.nan',
  '012',
  'true',
  'null',
  ': ',
  ':',
  ', ',
  '[',
  ']',
  '{',
  '}',
  '- ',
  '? ',
  '\n',
  '\n  ',
  '\n    ',
  '\t',
  '&a ',
  '*a',
  '!t ',
  '"',
  "'",
  '|',
  '>',
  '#',
  '---\n',
  '%',
  '${',
  '}',
  '\\',
  '\r\n',
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join(''));

function answer(action: () => unknown): 'accepted' | 'refused' {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const finding of error.findings)
      expect([finding.place, finding.rule, finding.hint].every((part) => part.length > 0)).toBe(true);
    return 'refused';
  }
}

test('any text is either read or refused with findings, and no prototype changes', () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(text, (content) => {
      seen[answer(() => validate(sweepFile, parseConfig(content, 'f.yaml', {})))]++;
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as { x?: unknown }).x).toBeUndefined();
    }),
    { numRuns: 5000 },
  );
  expect(seen.refused).toBeGreaterThan(0);
});

test('any override is either applied or refused with findings, and no prototype changes', () => {
  const document = parseConfig('account: {initial_cash: 1}\nspace: {a.b: [1]}', 'f.yaml', {});
  const path = fc.array(
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'account', 'space', 'a', 'b', 'toString', '', 'x'),
    { maxLength: 4 },
  );
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(path, fc.oneof(text, fc.constantFrom('1', '[1]', '{x: 1}')), (keys, value) => {
      seen[answer(() => applyOverrides(document, [`${keys.join('.')}=${value}`], {}))]++;
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as { x?: unknown }).x).toBeUndefined();
    }),
    { numRuns: 5000 },
  );
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(0);
});
