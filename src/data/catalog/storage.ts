import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../base/errors.js';
import { storageError, type Refusal } from '../../base/replace-files.js';

/** How a refused write of the catalog is told. */
export const CATALOG_FILES: Refusal = {
  code: 'HG-DATA-070',
  what: 'the catalog',
  hint: 'check rights and free space, or choose another folder with --catalog or HGOPT_CATALOG',
};

const STALE_MS = 30_000;

/** Runs `action` while no other process changes the manifest. A lock that its owner left behind is taken over. */
export function withLock<T>(folder: string, action: () => T): T {
  const lock = join(folder, 'manifest.lock');
  for (let tries = 0; ; tries++) {
    try {
      closeSync(openSync(lock, 'wx'));
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 200)
        throw storageError(lock, error, CATALOG_FILES);
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > STALE_MS) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * Bytes of a catalog file in shared memory, once they are known to be those that were written.
 *
 * @param label names the series in messages
 * @throws DataError HG-DATA-051 for a file that is missing, cut short or changed
 */
export function readChecked(path: string, label: string, sha256: string): SharedArrayBuffer {
  const bytes = readShared(path, label);
  if (createHash('sha256').update(new Uint8Array(bytes)).digest('hex') === sha256) return bytes;
  throw badEntry(label, 'a catalog file is as it was written: its digest is that of the manifest');
}

function readShared(path: string, label: string): SharedArrayBuffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { size } = fstatSync(descriptor);
    const shared = new SharedArrayBuffer(size);
    for (let at = 0; at < size;) {
      const count = readSync(descriptor, new Uint8Array(shared, at), 0, size - at, at);
      if (count === 0) throw new Error('the file became shorter while it was read');
      at += count;
    }
    return shared;
  } catch (error) {
    throw badEntry(label, `the catalog file can be read (${(error as Error).message})`, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

export function badEntry(label: string, rule: string, cause?: unknown): DataError {
  return new DataError({ code: 'HG-DATA-051', place: label, rule, hint: 'import its source again' }, { cause });
}
