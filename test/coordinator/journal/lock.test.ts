import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StorageError } from '../../../src/base/errors.js';
import { lockDirectory } from '../../../src/coordinator/journal/lock.js';
import { ownIdentity } from '../../../src/coordinator/journal/process-identity.js';

const compiledLock = new URL('../../../dist/src/coordinator/journal/lock.js', import.meta.url).href;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hgopt-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const forge = (generation: number, holder: object): void =>
  writeFileSync(
    join(directory, `run.${generation}.lock`),
    JSON.stringify({ since: '2026-01-01T00:00:00.000Z', ...holder }),
  );

/** Starts a process that locks, says how it went, holds on until its stdin ends, and then leaves without releasing. */
function contender(): { readonly answer: Promise<string>; end(): Promise<void> } {
  const code = `
    const { lockDirectory } = await import(${JSON.stringify(compiledLock)});
    try { const lock = lockDirectory(${JSON.stringify(directory)}); console.log('won ' + (lock.tookOver?.pid ?? 'none')); }
    catch (error) { console.log('lost ' + error.findings[0].code + ' ' + error.findings[0].value); }
    process.stdin.resume(); process.stdin.on('end', () => process.exit());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return {
    answer: new Promise((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()))),
    end: () => {
      child.stdin.end();
      return exit;
    },
  };
}

describe('the lock of an output directory', () => {
  test('leaves nothing behind once released, and can be taken again', () => {
    const lock = lockDirectory(directory);
    expect(lock.tookOver).toBeNull();
    lock.release();
    expect(readdirSync(directory)).toEqual([]);
    lockDirectory(directory).release();
  });

  test('is refused to a second run at once, naming the process that holds it', () => {
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(StorageError);
    try {
      lockDirectory(directory);
    } catch (error) {
      expect((error as StorageError).exitCode).toBe(5);
      expect((error as StorageError).findings[0]!.value).toContain(
        `process ${process.pid} on host ${hostname()} since 2`,
      );
    }
    lock.release();
  });

  test('of a process that is gone is taken over', () => {
    forge(1, { ...ownIdentity(), pid: 2 ** 22 + 1 });
    const lock = lockDirectory(directory);
    expect(lock.tookOver!.pid).toBe(2 ** 22 + 1);
    expect(readdirSync(directory)).toEqual(['run.2.lock']);
    lock.release();
  });

  test.skipIf(ownIdentity().startTicks === null)('of a process whose id another one has now is taken over', () => {
    forge(4, { ...ownIdentity(), startTicks: '1' });
    const lock = lockDirectory(directory);
    expect(readdirSync(directory)).toEqual(['run.5.lock']);
    lock.release();
  });

  test.skipIf(ownIdentity().bootId === null)('from before a reboot is taken over', () => {
    forge(1, { ...ownIdentity(), bootId: 'another boot' });
    lockDirectory(directory).release();
  });

  test('of another host is refused with the way out', () => {
    forge(1, { ...ownIdentity(), host: 'elsewhere.example' });
    try {
      lockDirectory(directory);
      expect.unreachable();
    } catch (error) {
      const [finding] = (error as StorageError).findings;
      expect(finding!.code).toBe('HG-LOCK-002');
      expect(finding!.hint).toContain(`delete ${join(directory, 'run.1.lock')}`);
    }
  });

  test('that cannot be read is taken for held', () => {
    writeFileSync(join(directory, 'run.1.lock'), '{"pid":');
    expect(() => lockDirectory(directory)).toThrow(/in use by another run/);
    expect(readFileSync(join(directory, 'run.1.lock'), 'utf8')).toBe('{"pid":');
  });

  test.each(['a fresh directory', 'a lock that was left behind'])(
    'of 20 processes at once, exactly one wins: %s',
    async (kind) => {
      if (kind !== 'a fresh directory') forge(1, { ...ownIdentity(), pid: 2 ** 22 + 1 });
      const contenders = Array.from({ length: 20 }, contender);
      const answers = await Promise.all(contenders.map((c) => c.answer));
      await Promise.all(contenders.map((c) => c.end()));
      expect(answers.filter((answer) => answer.startsWith('won'))).toHaveLength(1);
      expect(answers.filter((answer) => answer.startsWith('lost HG-LOCK-001'))).toHaveLength(19);
    },
  );

  test('of a run that was killed is taken over by the next', async () => {
    const first = contender();
    expect(await first.answer).toBe('won none');
    await first.end();
    const second = contender();
    expect(await second.answer).toMatch(/^won \d+$/);
    await second.end();
  });
});
