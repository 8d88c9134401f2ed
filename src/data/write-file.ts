import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from '../base/errors.js';

/**
 * Puts a whole file in place or leaves the old one: written beside it, synced, renamed.
 *
 * @throws StorageError when that is not possible
 */
export function replaceFile(path: string, content: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const descriptor = openSync(temporary, 'w');
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    removeQuietly(temporary);
    throw storageError(path, error);
  }
}

/** Clearing up after a failure must not hide it. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder itself may be what is missing.
  }
}

/** Makes a rename last through a loss of power, where the system lets a folder be synced. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function storageError(path: string, error: unknown): StorageError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new StorageError(
    {
      code: 'HG-DATA-070',
      place: path,
      value: code,
      rule: `the catalog can be written (${message})`,
      hint: 'check rights and free space, or choose another folder with --catalog or HGOPT_CATALOG',
    },
    { cause: error },
  );
}
