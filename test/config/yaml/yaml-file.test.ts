import { describe, expect, test } from 'vitest';
import { parseConfig, readConfig } from '../../../src/config/yaml/yaml-file.js';
import { fileWith, findingsOf, temporaryFolder } from '../_files.js';

const parse = (text: string, environment = {}) => parseConfig(text, 'f.yaml', environment);

describe('what is written is what is read', () => {
  test.each<[string, string, unknown]>([
    [
      'numbers, text, truth, nothing',
      'a: 1\nb: 0.1\nc: x\nd: true\ne:\nf: ~',
      { a: 1, b: 0.1, c: 'x', d: true, e: null, f: null },
    ],
    [
      'numbers in all their spellings',
      'a: [1e3, -2.50, +5, .5, 5., 0x1F, -0, 1.0, 9007199254740991]',
      { a: [1000, -2.5, 5, 0.5, 5, 31, 0, 1, 9007199254740991] },
    ],
    [
      'doubles with seventeen digits',
      'a: [0.30000000000000004, 1.7976931348623157e308, 5e-324]',
      { a: [0.30000000000000004, 1.7976931348623157e308, 5e-324] },
    ],
    [
      'words that old YAML took for other things',
      'a: [yes, no, on, off, 1_000, 09:30, 2024-01-01, 1:30]',
      { a: ['yes', 'no', 'on', 'off', '1_000', '09:30', '2024-01-01', '1:30'] },
    ],
    ['quoted numbers stay text', 'a: ["10", \'012\', "1e400"]', { a: ['10', '012', '1e400'] }],
    ['JSON', '{"a": [1, 2], "b": {"c": null}}', { a: [1, 2], b: { c: null } }],
    ['Windows line ends', 'a: 1\r\nb:\r\n  - x\r\n', { a: 1, b: ['x'] }],
    ['a document marker', '---\na: 1\n...\n', { a: 1 }],
    ['references', 'a: &x {k: 1}\nb: *x\nc: *x', { a: { k: 1 }, b: { k: 1 }, c: { k: 1 } }],
    [
      'a reference means the nearest anchor above it',
      'a: &x 1\nb: *x\nc: &x 2\nd: *x\ne: &y [*x, &x 3]\nf: &x 4\ng: *y\nh: *x',
      { a: 1, b: 1, c: 2, d: 2, e: [2, 3], f: 4, g: [2, 3], h: 4 },
    ],
    [
      'more references than any bomb warning likes',
      `a: &x 1\nb: [${'*x, '.repeat(150)}*x]`,
      { a: 1, b: new Array(151).fill(1) },
    ],
    ['keys as they are spelt', '012: a\n1e3: b\ntrue: c', { '012': 'a', '1e3': 'b', true: 'c' }],
    ['nothing', '', null],
    ['only comments', '# nothing\n', null],
  ])('%s', (_, text, expected) => {
    expect(parse(text).value).toEqual(expected);
  });

  test('a byte-order mark is no content', () => {
    expect(readConfig(fileWith('\ufeffa: 1\n')).value).toEqual({ a: 1 });
  });
});

describe('a file that would be read otherwise than it is written is refused', () => {
  test.each<[string, string, string, string, string, string]>([
    ['duplicate keys', 'a: 1\nb: 2\na: 3', 'f.yaml:3:1', 'a', 'the key a is given twice', 'keep one'],
    ['duplicate keys in flow', '{a: 1, a: 2}', 'f.yaml:1:8', 'a', 'the key a is given twice', 'keep one'],
    ['tabs', 'a:\n\tb: 1', 'f.yaml:2:1', '', 'Tabs are not allowed as indentation', 'indent with spaces'],
    ['two documents', 'a: 1\n---\nb: 2', 'f.yaml:2:1', '', 'multiple documents', 'keep one document'],
    ['custom tags', 'a: 1\nb: !!js/function x', 'f.yaml:2:4', '', 'tags are not allowed', 'plain value'],
    ['standard tags', 'a: !!str 1', 'f.yaml:1:4', '', 'tags are not allowed', 'plain value'],
    ['directives', '%YAML 1.1\n---\na: yes', 'f.yaml:1:1', '', 'directives are not allowed', 'delete'],
    ['infinity by overflow', 'a: 1e400', 'f.yaml:1:4', '1e400', 'larger than a double can hold', 'finite'],
    ['infinity by name', 'a: -.inf', 'f.yaml:1:4', '-.inf', 'a number is finite', 'finite'],
    ['not a number', 'a: [1, .nan]', 'f.yaml:1:8', '.nan', 'a number is finite', 'finite'],
    ['leading zeros', 'a: 012', 'f.yaml:1:4', '012', 'it would be read as 12', 'quote it'],
    [
      '2^53 + 1',
      'a: 9007199254740993',
      'f.yaml:1:4',
      '9007199254740993',
      'it would be read as 9007199254740992',
      'write',
    ],
    [
      'vanishing digits',
      'a: 0.10000000000000000001',
      'f.yaml:1:4',
      '0.10000000000000000001',
      'it would be read as 0.1',
      'write 0.1',
    ],
    ['underflow', 'a: 1e-400', 'f.yaml:1:4', '1e-400', 'it would be read as 0', 'write 0'],
    ['a dangling reference', 'a: *nowhere', 'f.yaml:1:4', '', 'points to nothing', 'write the values'],
    ['a circular reference', 'a: &x [1, *x]', 'f.yaml:1:11', '', 'contains it', 'write the values'],
    ['keys that are no words', '? [a, b]\n: 1', 'f.yaml:1:3', '', 'a key is a plain word', 'name: value'],
    ['empty keys', ': 1', 'f.yaml:1:1', '', 'a key is a plain word', 'name: value'],
    ['prototype keys', 'a:\n  __proto__: {x: 1}', 'f.yaml:2:3', '__proto__', '__proto__ cannot be a key', 'rename'],
    [
      'quoted prototype keys',
      '{"constructor": {"prototype": {"x": 1}}}',
      'f.yaml:1:2',
      'constructor',
      'cannot be a key',
      'rename',
    ],
    ['broken syntax', 'a: [1, 2', 'f.yaml:1:9', '', 'must', 'close every [ and {'],
    ['a stray colon', 'a: b: c', 'f.yaml:1:4', '', 'mapping', 'quotes'],
  ])('%s', async (_, text, place, value, rule, hint) => {
    const [finding] = await findingsOf(() => parse(text));
    expect(finding).toMatchObject({ place, ...(value !== '' && { value }) });
    expect(finding!.rule).toContain(rule);
    expect(finding!.hint).toContain(hint);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('all mistakes of a file are told at once', async () => {
    const findings = await findingsOf(() => parse('a: 012\nb: 1e400\na: 1\nprototype: 2'));
    expect(findings.map((f) => f.place)).toEqual(['f.yaml:1:4', 'f.yaml:2:4', 'f.yaml:3:1', 'f.yaml:4:1']);
  });
});

describe('bytes that are no UTF-8 text', () => {
  const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));

  test.each<[string, Uint8Array, string, string]>([
    ['UTF-16', utf16('a: 1'), 'sweep.yaml:1:1', 'UTF-16'],
    ['UTF-16 without a mark', utf16('a: 1').subarray(2), 'sweep.yaml:1:1', 'UTF-16'],
    [
      'a malformed byte',
      Buffer.from([0x61, 0x3a, 0x20, 0x31, 0x0a, 0x62, 0xff, 0x0a]),
      'sweep.yaml:2:2',
      'not valid UTF-8',
    ],
    ['a cut character at the end', Buffer.from([0x61, 0x3a, 0x20, 0xe2, 0x82]), 'sweep.yaml:1:', 'not valid UTF-8'],
    ['a control character', Buffer.from('a: 1\nb: "\x1b[31m"'), 'sweep.yaml:2:5', 'control characters'],
    ['a null byte', Buffer.from('a: 12345\0'), 'sweep.yaml:1:9', 'control characters'],
  ])('%s is refused', async (_, bytes, place, rule) => {
    const [finding] = await findingsOf(() => readConfig(fileWith(bytes)));
    expect(finding!.place.startsWith(place)).toBe(true);
    expect(finding!.rule).toContain(rule);
  });
});

describe('what cannot be opened', () => {
  test('a missing file', async () => {
    expect(await findingsOf(() => readConfig(`${temporaryFolder()}/none.yaml`))).toMatchObject([
      { code: 'HG-CONFIG-002', place: 'none.yaml', rule: 'there is no such file' },
    ]);
  });

  test('a directory', async () => {
    expect(await findingsOf(() => readConfig(temporaryFolder()))).toMatchObject([
      { code: 'HG-CONFIG-001', rule: 'this is no file' },
    ]);
  });
});

describe('a file that would exhaust the parser is refused before it is parsed', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, k) => `${name}: &${name} [${`*${'abcdefgh'[k]}, `.repeat(8)}*${'abcdefgh'[k]}]`),
  ].join('\n');
  const cases: [string, string, string][] = [
    ['100,000 open brackets', '['.repeat(100_000), 'nesting deeper than 64'],
    ['100,000 open braces', '{a: '.repeat(100_000), 'nesting deeper than 64'],
    [
      '3,000 levels of indentation',
      Array.from({ length: 900 }, (_, k) => `${' '.repeat(k)}k:`).join('\n'),
      'nesting deeper than 64',
    ],
    ['100,000 dashes', '- '.repeat(100_000), 'nesting deeper than 64'],
    ['brackets hidden behind quotes', `a: "]"\nb: ${'["]", '.repeat(50_000)}`, 'nesting deeper than 64'],
    ['50,000 keys', Array.from({ length: 50_000 }, (_, k) => `k${k}: 1`).join('\n'), 'more than 5000 keys'],
    [
      '50,000 keys without values',
      `{${Array.from({ length: 50_000 }, (_, k) => `k${k}`).join(', ')}}`,
      'more than 20000 list items',
    ],
    ['a 10 MB scalar', `a: ${'x'.repeat(10_000_000)}`, 'at most 1 MB'],
    ['an alias bomb', bomb, 'references multiply the values'],
  ];

  test.each(cases)('%s', async (_, text, rule) => {
    const file = fileWith(text);
    const [finding] = await findingsOf(() => readConfig(file));
    expect(finding!.rule).toContain(rule);
  });

  test('sixty levels are none too many', () => {
    expect(() => parse(`${'['.repeat(60)}1${']'.repeat(60)}`)).not.toThrow();
  });
});

describe('text from the environment', () => {
  test('replaces references in any string, and stays text', () => {
    expect(parse('a: ${HOME_DIR}/x\nb: "${N:-5}"\nc: ${EMPTY:-}\nd: $plain', { HOME_DIR: '/h' }).value).toEqual({
      a: '/h/x',
      b: '5',
      c: '',
      d: '$plain',
    });
  });

  test.each([
    ['a: ${NOT_SET}', 'the environment variable NOT_SET is not set'],
    ['a: ${toString}', 'the environment variable toString is not set'],
    ['a: ${1x}', 'is no reference'],
    ['a: "${OPEN"', 'is no reference'],
  ])('%s is refused', async (text, rule) => {
    const [finding] = await findingsOf(() => parse(text));
    expect(finding).toMatchObject({ code: 'HG-CONFIG-007', place: 'f.yaml:1:4' });
    expect(finding!.rule).toContain(rule);
  });
});

test('places lead to values, to keys and to the nearest thing around what is missing', () => {
  const document = parse('a:\n  b: [10, 20]\n  c: "text"\n');
  expect(document.place(['a', 'b', 1])).toBe('f.yaml:2:11');
  expect(document.place(['a', 'b'], 'key')).toBe('f.yaml:2:3');
  expect(document.place(['a', 'nothing'])).toBe('f.yaml:2:3');
  expect(document.placeInText(['a', 'c'], 2)).toBe('f.yaml:3:9');
});
