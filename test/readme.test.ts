import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const MAIN = path.join(ROOT, 'dist/src/cli/main.js');
const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** Fenced blocks: language, file name behind it if any, text. */
const blocks = [...README.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, body]) => ({
  language,
  file,
  body: body!,
}));
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ body }) => body.split(/\n|&&/))
  .map((line) => line.replace(/\s#.*$/, '').trim())
  .filter((line) => line !== '' && !line.startsWith('#'));
/** What a fresh checkout does once, and what runs this test. */
const SETUP = ['npm ci', 'npm run check'];

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'hgopt-readme-'));
  for (const folder of ['sweeps', 'configs'])
    cpSync(path.join(ROOT, folder), path.join(dir, folder), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(dir, 'node_modules'));
  for (const { file, body } of blocks) if (file !== undefined) writeFileSync(path.join(dir, file), body);
  writeFileSync(path.join(dir, 'BTCUSDT-1h.csv'), hourlyBars(3_000));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Bars of a market that swings, so that strategies trade. */
function hourlyBars(count: number): string {
  const price = (i: number): number => 20_000 + 2_000 * Math.sin(i / 40) + 500 * Math.sin(i / 7);
  const lines = Array.from({ length: count }, (_, i) => {
    const [open, close] = [price(i), price(i + 1)];
    const [high, low] = [Math.max(open, close) + 20, Math.min(open, close) - 20];
    return [Date.UTC(2024, 0, 1) + i * 3_600_000, ...[open, high, low, close].map((x) => x.toFixed(2)), 5].join(',');
  });
  return `time,open,high,low,close,volume\n${lines.join('\n')}\n`;
}

describe('the README', () => {
  test('has commands and complete examples', () => {
    expect(commands.length).toBeGreaterThan(6);
    expect(blocks.filter(({ file }) => file !== undefined).length).toBeGreaterThan(1);
    expect(commands.filter((command) => !SETUP.includes(command) && !command.startsWith('npx hgopt '))).toEqual([]);
  });

  test.each(commands.filter((command) => !SETUP.includes(command)))(
    '%s',
    (command) => {
      const words = command.split(/\s+/).slice(2);
      const output = execFileSync(process.execPath, [MAIN, ...words], {
        cwd: dir,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      expect(output + words.join(' ')).not.toBe('');
    },
    300_000,
  );

  test('has an example that satisfies the strict compiler', () => {
    const compilerOptions = {
      ...{ strict: true, noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: true },
      ...{ module: 'nodenext', target: 'es2023', types: ['node'] },
      paths: { hgopt: [path.join(ROOT, 'dist/src/index.d.ts')] },
    };
    writeFileSync(path.join(dir, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', dir], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  test('names only output files that a sweep writes, and all of them', () => {
    const table = README.slice(README.indexOf('## What a sweep writes'));
    const named = [...table.slice(0, table.indexOf('\n## ', 5)).matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !existsSync(path.join(dir, 'results/grid', name)))).toEqual([]);
  });

  test('names files of the repository that exist', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !target.startsWith('http'));
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((target) => !existsSync(path.join(ROOT, target)))).toEqual([]);
  });
});
