import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StorageError } from '../../src/base/errors.js';
import { replaceFiles } from '../../src/base/replace-files.js';

const CALLS = [
  'openSync',
  'writeFileSync',
  'fsyncSync',
  'closeSync',
  'renameSync',
  'mkdirSync',
  'readdirSync',
  'rmSync',
] as const;
const NAMES = ['a.csv', 'b.json', 'best/c.csv'];
const MODULE = new URL('../../dist/src/base/replace-files.js', import.meta.url).href;

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'hgopt-faults-'));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const files = (text: string): Map<string, string> => new Map(NAMES.map((name) => [name, `${text} ${name}\n`]));
const contents = (): string[] => NAMES.map((name) => fs.readFileSync(path.join(dir, name), 'utf8'));
const leftovers = (): string[] =>
  fs.readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.hgopt-tmp-'));
const isOldOrNew = (): boolean =>
  contents().every((text, k) => text === `old ${NAMES[k]}\n` || text === `new ${NAMES[k]}\n`);

/** A program that replaces the files and dies at its n-th call of the file system, before the call takes effect. */
const dyingWriter = (n: number): string => `
  import fs from 'node:fs';
  const { replaceFiles } = await import(${JSON.stringify(MODULE)});
  let calls = 0;
  for (const name of ${JSON.stringify(CALLS)}) {
    const call = fs[name];
    fs[name] = (...args) => {
      if (++calls === ${n}) process.kill(process.pid, 'SIGKILL');
      return call(...args);
    };
  }
  replaceFiles(${JSON.stringify(dir)}, new Map(${JSON.stringify([...files('new')])}));
`;

describe('a writer of output files', () => {
  test('that is killed at any call leaves each file old or new, and the next one cleans up', () => {
    replaceFiles(dir, files('old'));
    let killed = 0;
    for (let n = 1; ; n++) {
      const { signal, status } = spawnSync(process.execPath, ['--input-type=module', '-e', dyingWriter(n)]);
      expect(isOldOrNew()).toBe(true);
      if (status === 0) break;
      expect(signal).toBe('SIGKILL');
      killed++;
      replaceFiles(dir, files('old'));
      expect(leftovers()).toEqual([]);
    }
    expect(killed).toBeGreaterThan(15);
    expect(contents()).toEqual(NAMES.map((name) => `new ${name}\n`));
  });

  test.each(['ENOSPC', 'EIO'])(
    'that meets %s at any call says so, leaves each file old or new and no remains',
    (code) => {
      const originals = CALLS.map((name) => [name, fs[name]] as const);
      let failed = 0;
      for (let n = 1; ; n++) {
        replaceFiles(dir, files('old'));
        let calls = 0;
        for (const [name, call] of originals) {
          const faulty = (...args: unknown[]): unknown => {
            if (++calls === n) throw Object.assign(new Error(`${code}: injected`), { code });
            return (call as (...args: unknown[]) => unknown)(...args);
          };
          Object.assign(fs, { [name]: faulty });
        }
        let error: unknown;
        try {
          replaceFiles(dir, files('new'));
        } catch (caught) {
          error = caught;
        } finally {
          Object.assign(fs, Object.fromEntries(originals));
        }
        expect(isOldOrNew()).toBe(true);
        expect(leftovers()).toEqual([]);
        if (error === undefined) break;
        expect(error).toBeInstanceOf(StorageError);
        expect((error as StorageError).findings[0]).toMatchObject({ code: 'HG-OUT-001', value: code });
        failed++;
      }
      expect(failed).toBeGreaterThan(15);
      expect(contents()).toEqual(NAMES.map((name) => `new ${name}\n`));
    },
  );
});
