import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './_support.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Hours that New York's clocks show on four days around both changes of 2024, as a wall clock shows them. */
function wallClock(): string {
  const hours = (day: string, list: readonly number[]) =>
    list.map((h) => `${day} ${String(h).padStart(2, '0')}:00:00,100,102,99,101,5`);
  const all = Array.from({ length: 24 }, (_, h) => h);
  const rows = [
    ...hours('2024-03-09', all),
    ...hours(
      '2024-03-10',
      all.filter((h) => h !== 2),
    ),
    ...hours('2024-11-02', all),
    ...hours('2024-11-03', [0, 1, 1, ...all.slice(2)]),
  ];
  return `datetime,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

test('stamps without a zone give the same bytes in every zone that the process may run in', () => {
  const file = join(temporaryFolder(), 'new-york.csv');
  writeFileSync(file, wallClock());
  const words = [
    'data',
    'check',
    file,
    '--timezone',
    'America/New_York',
    '--fold',
    'sequence',
    '--from',
    '2024-03-09T05:00Z',
  ];
  const outputs = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'].map((TZ) =>
    execFileSync(process.execPath, [join(root, 'dist/src/cli/main.js'), ...words], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  );
  const [first] = outputs;
  for (const output of outputs) expect(output).toBe(first);
  expect(first).toContain('rows:       96');
  expect(first).toContain('gaps:       1 (');
  expect(first).toContain('range:      2024-03-09T05:00:00.000Z .. 2024-11-04T04:00:00.000Z');
  expect(first).toMatch(/digest: {5}[0-9a-f]{64}/);
});
