import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDirectory } from '../../src/base/make-directory.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hgopt-make-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a directory is made with those above it, and made again without a complaint', () => {
  const path = join(dir, 'a/b/c');
  makeDirectory(path);
  makeDirectory(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('a link to a directory is one', () => {
  symlinkSync(dir, join(dir, 'link'));
  makeDirectory(join(dir, 'link/x'));
  expect(statSync(join(dir, 'x')).isDirectory()).toBe(true);
});

test('a file in the way is an error', () => {
  writeFileSync(join(dir, 'file'), '');
  expect(() => makeDirectory(join(dir, 'file'))).toThrow('EEXIST');
  expect(() => makeDirectory(join(dir, 'file/x'))).toThrow('ENOTDIR');
  expect(() => makeDirectory(join(dir, 'file/x/y'))).toThrow('ENOTDIR');
});

test.runIf(existsSync('/proc/self'))(
  'a file system that takes no directories is an error, not an endless search',
  () => {
    expect(() => makeDirectory('/proc/hgopt/x')).toThrow('ENOENT');
  },
);
