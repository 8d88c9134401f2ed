import { linkSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError, printable } from '../../base/errors.js';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.js';

interface LockHolder extends ProcessIdentity {
  /** ISO 8601. */
  readonly since: string;
}

interface LockFile {
  readonly path: string;
  readonly generation: number;
  readonly holder: LockHolder;
}

export interface DirectoryLock {
  /** Process whose lock was left behind and taken over; null when there was none. */
  readonly tookOver: LockHolder | null;
  release(): void;
}

const NAME = /^run\.(\d+)\.lock$/;
const DRAFT = '.lock-';

/**
 * Claims an output directory for this process. A lock is a file `run.<n>.lock` that comes into being with its content (a hard link, which
 * succeeds for one process only). A lock whose process is gone is not deleted but outbid with n + 1, so that of many processes that find
 * it only one can win. Waits for nobody.
 * @throws StorageError when another process holds the directory, or one on another host may
 */
export function lockDirectory(directory: string): DirectoryLock {
  const found = locksIn(directory);
  for (const lock of found) refuseIfHeld(lock);
  const generation = 1 + found.reduce((top, lock) => Math.max(top, lock.generation), 0);
  const own = join(directory, `run.${generation}.lock`);
  const holder: LockHolder = { ...ownIdentity(), since: new Date().toISOString() };
  if (!createWhole(directory, own, JSON.stringify(holder))) {
    // Somebody was faster. If that run is over already, the caller may well try again; this one does not wait for it.
    for (const lock of locksIn(directory)) refuseIfHeld(lock);
    throw held(own, null);
  }
  try {
    for (const lock of locksIn(directory)) if (lock.path !== own) refuseIfHeld(lock);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
  for (const lock of found) rmSync(lock.path, { force: true });
  for (const name of readdirSync(directory)) if (name.startsWith(DRAFT)) rmSync(join(directory, name), { force: true });
  return { tookOver: found.at(-1)?.holder ?? null, release: () => rmSync(own, { force: true }) };
}

/** Creates a file that never exists without its content; false when it exists. */
function createWhole(directory: string, path: string, content: string): boolean {
  const draft = join(directory, `${DRAFT}${process.pid}-${performance.now()}`);
  try {
    writeFileSync(draft, content, { flag: 'wx' });
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // A draft that is gone was swept away by the winner.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP') return createExclusively(path, content);
    throw new StorageError(
      {
        code: 'HG-LOCK-003',
        place: directory,
        value: message,
        rule: 'the output directory cannot be written to',
        hint: 'choose a directory that this user may write to with --out',
      },
      { cause: error },
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems without hard links: the file is there before its content is, and a reader of that moment refuses. */
function createExclusively(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function locksIn(directory: string): LockFile[] {
  const locks: LockFile[] = [];
  for (const name of readdirSync(directory)) {
    const generation = Number(NAME.exec(name)?.[1]);
    if (Number.isNaN(generation)) continue;
    const path = join(directory, name);
    const holder = readHolder(path);
    if (holder) locks.push({ path, generation, holder });
  }
  return locks.sort((a, b) => a.generation - b.generation);
}

/** Null when the lock was released in this moment. */
function readHolder(path: string): LockHolder | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw held(path, null);
  }
  try {
    return JSON.parse(text) as LockHolder;
  } catch {
    throw held(path, null);
  }
}

function refuseIfHeld({ path, holder }: LockFile): void {
  const running = isRunning(holder);
  if (running === true) throw held(path, holder);
  if (running === false) return;
  throw new StorageError({
    code: 'HG-LOCK-002',
    place: path,
    value: printable(`process ${holder.pid} on host ${holder.host} since ${holder.since}`),
    rule: 'the output directory was locked on another host, and whether that run is still going cannot be seen from here',
    hint: `when you are sure that it has ended, delete ${path} and start again`,
  });
}

const held = (path: string, holder: LockHolder | null): StorageError =>
  new StorageError({
    code: 'HG-LOCK-001',
    place: path,
    value: holder ? printable(`process ${holder.pid} on host ${holder.host} since ${holder.since}`) : undefined,
    rule: 'the output directory is in use by another run',
    hint: 'wait until that run ends, or choose another directory with --out',
  });
