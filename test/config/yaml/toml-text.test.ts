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
      empty: null,
    });
  });

  test('are placed at the lines that the user wrote', () => {
    const document = read('[a]\n\n# note\nb = 1\n[c]\nd = { e = 2 }\n');
    expect(document.place(['a', 'b'], 'key')).toMatch(/:4:1$/);
    expect(document.place(['c', 'd', 'e'])).toMatch(/:6:11$/);
  });

  test.each([
    ['[a.b]\nc = 1\n', 1],
    ['[[a]]\nb = 1\n', 1],
    ['a.b = 1\n', 1],
    ['x = 1\nnot a pair\n', 2],
    ['x = """\ntext"""\n', 1],
    ['[a]\nb = 1\n[a]\nc = 2\n', 3],
    ['b = 1\nb = 2\n', 2],
    ['b = [1, 2\n', 2],
  ])('refuse what they do not hold, with the line: %j', async (text, line) => {
    const [finding] = await findingsOf(() => read(text));
    expect(finding!.place).toMatch(new RegExp(`:${line}:\\d+$`));
  });
});
