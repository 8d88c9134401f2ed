import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { listingMarkdown, listingText } from '../../src/cli/listing.js';
import { parameterRows } from '../../src/cli/parameter-table.js';

const schema = z.strictObject({
  window: z.int().min(2).default(20).describe('bars'),
  kind: z.enum(['SMA', 'EMA']).default('SMA'),
  filter: z.number().positive().nullable().default(null).describe('null = off'),
  until: z.number().nullable().default(null),
  sizing: z.strictObject({ share: z.number().min(0).lt(1).describe('fraction of equity') }).prefault({ share: 0.5 }),
});

describe('a table of parameters', () => {
  test('comes from the schema: type, bounds, default, meaning, sections opened', () => {
    expect(parameterRows(schema)).toEqual([
      { name: 'window', type: 'int', range: '>= 2', default: '20', meaning: 'bars' },
      { name: 'kind', type: 'SMA | EMA', range: '', default: '"SMA"', meaning: '' },
      { name: 'filter', type: 'number | null', range: '> 0', default: 'null', meaning: 'null = off' },
      { name: 'until', type: 'number | null', range: '', default: 'null', meaning: '' },
      { name: 'sizing.share', type: 'number', range: '>= 0, < 1', default: '', meaning: 'fraction of equity' },
    ]);
  });
});

describe('a listing', () => {
  const plugins = [
    {
      name: 'a',
      summary: 'First',
      facts: { unit: 'ratio' },
      parameters: parameterRows(schema),
      counters: { skipped: 'Bars skipped' },
    },
  ];

  test('shows one line a plug-in and its parameters below', () => {
    const lines = listingText(plugins).split('\n');
    expect(lines[0]).toBe('a  First [ratio]');
    expect(lines[2]).toMatch(/^ {2}window +int +>= 2 +20 +bars$/);
    expect(lines).toContain('  result skipped: Bars skipped');
  });

  test('is valid Markdown: a bar inside a cell is escaped', () => {
    expect(listingMarkdown('strategy', plugins)).toContain('| `kind` | SMA \\| EMA |  | "SMA" |  |');
  });

  test('of parts without parameters is one Markdown table', () => {
    const text = listingMarkdown('metric', [{ name: 'x', summary: 'An x', facts: { unit: 'ratio' }, parameters: [] }]);
    expect(text).toBe('| metric | meaning | unit |\n| --- | --- | --- |\n| `x` | An x | ratio |');
  });
});
