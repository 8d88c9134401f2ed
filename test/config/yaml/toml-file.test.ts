import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config/yaml/yaml-file.js';
import { fileWith, findingsOf } from '../_files.js';

const read = (text: string) => readConfig(fileWith(text, 'settings.toml'), { HOME: '/home' });

describe('settings in TOML', () => {
  test('mean what the same settings mean in YAML', () => {
    const { value } = read(`top = "a = b # no comment"
[ plain ]
int = 1_000 # a comment
neg=-2.5e3
on = true
day = 2019-01-01
text = 'C:\\path'
"quoted key" = "x"
list = [1, 2,
  3] # the end
inline = { a = 1, b = { c = "d=e" } }
home = "\${HOME}/data"
[empty]
`);
    expect(value).toEqual({
      top: 'a = b # no comment',
      plain: {
        ...{ int: 1000, neg: -2500, on: true, day: '2019-01-01', text: 'C:\\path', 'quoted key': 'x' },
        ...{ list: [1, 2, 3], inline: { a: 1, b: { c: 'd=e' } }, home: '/home/data' },
      },
      empty: {},
    });
  });

  test('are placed at the lines that the user wrote', () => {
    const document = read('[a]\n\n# note\nb = 1\n[c]\nd = { e = 2 }\n');
    expect(document.place(['a', 'b'], 'key')).toMatch(/:4:1$/);
    expect(document.place(['c', 'd', 'e'])).toMatch(/:6:11$/);
  });

  test('may nest tables, dot keys and list tables', () => {
    const { value } = read('a.b = 1\n[c.d]\ne = """x\ny"""\n[[f]]\ng = 1\n[[f]]\ng = 2\n[c.h]\ni = 3\n');
    expect(value).toEqual({ a: { b: 1 }, c: { d: { e: 'x\ny' }, h: { i: 3 } }, f: [{ g: 1 }, { g: 2 }] });
  });

  test.each([
    ['x = 1\nnot a pair\n', 'HG-CONFIG-003', 2],
    ['[a]\nb = 1\n[a]\nc = 2\n', 'HG-CONFIG-003', 3],
    ['b = 1\nb = 2\n', 'HG-CONFIG-003', 2],
    ['b = [1, 2\n', 'HG-CONFIG-003', 2],
    ['[a]\nb = inf\n', 'HG-CONFIG-006', 2],
    ['[a]\n__proto__ = 1\n', 'HG-CONFIG-004', 2],
    ['a = "${NOWHERE}"\n', 'HG-CONFIG-007', 1],
  ])('are refused with the line of what they do not hold: %j', async (text, code, line) => {
    const [finding] = await findingsOf(() => read(text));
    expect(finding!.code).toBe(code);
    expect(finding!.place).toMatch(new RegExp(`:${line}:\\d+$`));
  });
});
