import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a directory and those above it; one that is there already is left as it is. The platform's own recursive form never returns where a
 * file system refuses new entries by saying that the parent is missing, as /proc does.
 *
 * @throws the error of the file system
 */
export function makeDirectory(path: string): void {
  const full = resolve(path);
  if (isDirectory(full)) return;
  const parent = dirname(full);
  if (parent !== full && !existsSync(parent)) makeDirectory(parent);
  try {
    mkdirSync(full);
  } catch (error) {
    // Another process may have made it in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isDirectory(full)) throw error;
  }
}

/** Links are followed; what cannot be looked at is none. */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
