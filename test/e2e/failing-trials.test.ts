import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { hgopt, tinySweep, type TinySweep } from '../_support/tiny-sweep.js';

let sweep: TinySweep;
afterEach(() => sweep.remove());

/** A strategy of one's own that buys and holds, and does `deed` when its parameter `x` is 3. */
const strategy = (deed: string, top = ''): string => `
import { defineStrategy } from 'hgopt';
import { z } from 'zod';
${top}
export default defineStrategy({
  summary: 'Buys once',
  params: z.strictObject({ x: z.int().default(0) }),
  columns: {},
  create({ x }, columns, market) {
    return {
      warmup: 0,
      onBar(i, desk) {
        if (x === 3 && i === 20) { ${deed} }
        if (i === x + 1) desk.submit({ type: 'market', side: 1, size: { kind: 'equity', value: 0.5, cap: 1 } });
      },
    };
  },
});
`;

const SECTIONS = {
  strategy: './mine.ts',
  space: { x: Array.from({ length: 24 }, (_, k) => k) },
  parallel: { workers: 2, trials_per_job: 4 },
};

async function runOwn(code: string, sections: object = {}) {
  sweep = tinySweep({ ...SECTIONS, ...sections });
  writeFileSync(sweep.path('mine.ts'), code);
  const run = await hgopt(['sweep', sweep.file, '--out', sweep.path('out'), '--quiet']);
  const results = sweep.path('out/optimization_results.csv');
  const rows = existsSync(results) ? readFileSync(results, 'utf8').trim().split('\n').slice(1) : [];
  return { ...run, rows };
}

describe("a strategy of one's own", () => {
  test('runs like a built-in one', async () => {
    const { code, rows, stderr } = await runOwn(strategy(''));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(rows).toHaveLength(24);
  });

  test.each([
    [
      'throws',
      `throw new Error('no more')`,
      'HG-TRIAL-001',
      /the strategy threw at bar 20, \d{4}-\d\d-\d\dT[\d:.]+Z: Error: no more/,
    ],
    ['throws a string', `throw 'text'`, 'HG-TRIAL-001', /text/],
    ['throws null', `throw null`, 'HG-TRIAL-001', /null/],
    ['ends its process', `process.exit(9)`, 'HG-TRIAL-005', /exit code 9/],
    ['never ends', `for (;;);`, 'HG-TRIAL-003', /exceeded 1 s/],
    [
      'fills its heap',
      `const hoard = []; for (;;) hoard.push({ a: hoard.length });`,
      'HG-TRIAL-004',
      /out of memory at the limit of 48 MB/,
    ],
  ])(
    'that %s in one trial fails that trial alone, and the sweep ends with exit code 4',
    async (_, deed, code, message) => {
      const clean = await runOwn(strategy(''));
      sweep.remove();
      const run = await runOwn(strategy(deed), {
        limits: { trial_seconds: deed.startsWith('for') ? 1 : 30, heap_mb: 48 },
      });
      expect(run.code).toBe(4);
      const failed = run.rows.at(-1)!;
      expect(failed).toMatch(/^,3,failed,3,/);
      expect(failed).toContain(code);
      expect(failed).toMatch(message);
      // Apart from ranks behind it, every other trial has the row that it has without the failing one.
      const withoutRank = (row: string): string => row.slice(row.indexOf(','));
      const others = clean.rows.filter((row) => row.split(',')[1] !== '3').map(withoutRank);
      expect(run.rows.slice(0, -1).map(withoutRank)).toEqual(others);
    },
  );

  test('that leaves timers and rejections behind spoils no trial', async () => {
    const clean = await runOwn(strategy(''));
    sweep.remove();
    const run = await runOwn(
      strategy(`setTimeout(() => { throw new Error('late'); }); void Promise.reject(new Error('unheard'));`),
    );
    expect(run.rows).toEqual(clean.rows);
  });

  test('that writes into the bars is found out', async () => {
    const { code, stderr, rows } = await runOwn(strategy(`market.close[0] = 1;`));
    expect(code).toBe(4);
    expect(stderr).toContain('HG-TRIAL-011');
    expect(rows).toEqual([]);
  });

  test('that prints does not get between the events', async () => {
    sweep = tinySweep(SECTIONS);
    writeFileSync(sweep.path('mine.ts'), strategy(`console.log('hello');`));
    const { code, stdout } = await hgopt(['sweep', sweep.file, '--out', sweep.path('out'), '--json']);
    expect(code).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  });

  test.each([
    ['has a syntax error', 'export default {', /mine\.ts/],
    ['exports no strategy', 'export default 5;', /default export/],
    ['throws when it is loaded', strategy('', `throw new Error('at import');`), /at import/],
  ])('that %s is refused before anything is started', async (_, code, message) => {
    const run = await runOwn(code);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(existsSync(sweep.path('out'))).toBe(false);
  });
});
