import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StorageError } from '../../src/base/errors.js';
import { replaceFiles } from '../../src/base/replace-files.js';

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hgopt-files-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const read = (name: string): string => fs.readFileSync(path.join(dir, name), 'utf8');

describe('replacing files', () => {
  test('writes whole texts and texts in pieces, in the folder and one below it', () => {
    replaceFiles(
      dir,
      new Map<string, string | string[]>([
        ['a.csv', ['x,y\n', '1,2\n']],
        ['best/b.json', '{}\n'],
      ]),
    );
    expect(read('a.csv')).toBe('x,y\n1,2\n');
    expect(read('best/b.json')).toBe('{}\n');
    expect(fs.readdirSync(dir).sort()).toEqual(['a.csv', 'best']);
  });

  test('removes a file whose content is null and leaves the ones that are not named', () => {
    fs.writeFileSync(path.join(dir, 'old.json'), 'old');
    fs.writeFileSync(path.join(dir, 'journal.bin'), 'kept');
    replaceFiles(dir, new Map([['old.json', null]]));
    expect(fs.readdirSync(dir)).toEqual(['journal.bin']);
  });

  test('replaces a link inside the directory and leaves its target alone', () => {
    const sentinel = path.join(dir, 'sentinel');
    fs.writeFileSync(sentinel, 'untouched');
    const results = path.join(dir, 'results');
    fs.mkdirSync(results);
    fs.symlinkSync(sentinel, path.join(results, 'best_params.json'));
    const elsewhere = path.join(dir, 'elsewhere');
    fs.mkdirSync(elsewhere);
    fs.symlinkSync(elsewhere, path.join(results, 'best_backtest'));
    replaceFiles(
      results,
      new Map([
        ['best_params.json', 'new'],
        ['best_backtest/orders.csv', 'new'],
      ]),
    );
    expect(fs.readFileSync(sentinel, 'utf8')).toBe('untouched');
    expect(fs.readdirSync(elsewhere)).toEqual([]);
    expect(read('results/best_params.json')).toBe('new');
    expect(read('results/best_backtest/orders.csv')).toBe('new');
  });

  test('follows a link to the directory itself', () => {
    fs.mkdirSync(path.join(dir, 'real'));
    fs.symlinkSync(path.join(dir, 'real'), path.join(dir, 'link'));
    replaceFiles(path.join(dir, 'link'), new Map([['a', '1']]));
    expect(read('real/a')).toBe('1');
  });

  test('leaves the old files whole when a text cannot be produced', () => {
    fs.writeFileSync(path.join(dir, 'a.csv'), 'old');
    const broken = function* (): Generator<string> {
      yield 'half';
      throw new RangeError('no more');
    };
    const files = new Map<string, string | Iterable<string>>([
      ['a.csv', 'new'],
      ['b.csv', broken()],
    ]);
    expect(() => replaceFiles(dir, files)).toThrow('no more');
    expect(read('a.csv')).toBe('old');
    expect(fs.readdirSync(dir)).toEqual(['a.csv']);
  });

  test('removes what a writer that died has left and nothing else', () => {
    fs.writeFileSync(path.join(dir, '.hgopt-tmp-999999999-a.csv'), 'half');
    fs.writeFileSync(path.join(dir, `.hgopt-tmp-${process.ppid}-b.csv`), 'at work');
    replaceFiles(dir, new Map([['a.csv', 'new']]));
    expect(fs.readdirSync(dir).sort()).toEqual([`.hgopt-tmp-${process.ppid}-b.csv`, 'a.csv']);
  });

  test('names the place, the cause and a way out when the directory cannot be written', () => {
    fs.writeFileSync(path.join(dir, 'file'), '');
    const attempt = (): void => replaceFiles(path.join(dir, 'file', 'results'), new Map([['a', '1']]));
    expect(attempt).toThrow(StorageError);
    try {
      attempt();
    } catch (error) {
      const [finding] = (error as StorageError).findings;
      expect(finding).toMatchObject({ code: 'HG-OUT-001', value: 'ENOTDIR' });
      expect(finding?.place).toContain(path.join(dir, 'file'));
      expect(finding?.hint).toContain('--out');
    }
  });
});
