import fs from 'node:fs';
import path from 'node:path';
import { StorageError, type Finding } from './errors.js';
import { makeDirectory } from './make-directory.js';

/** Bytes or text of a file, or its text in pieces; null removes the file. */
export type Content = string | Uint8Array | Iterable<string> | null;

/** What to tell a user who cannot write there: the kind of files and the next step. */
export type Refusal = Pick<Finding, 'code' | 'hint'> & { readonly what: string };

export const OUTPUT_FILES: Refusal = {
  code: 'HG-OUT-001',
  what: 'the output files',
  hint: 'free space or rights there, or name another directory with --out',
};

const TEMPORARY = /^\.hgopt-tmp-(\d+)-/;
const PIECE = 1 << 18;

/**
 * Replaces files of a directory by rename: all new texts are written and synced beside their targets first, then put in place one
 * after the other, so a full disk or a crash leaves whole files, old or new, and never a torn one. `files` maps paths relative to
 * `root` (folders of it are made) to their content; what is not named stays. The directory itself may be reached through a link;
 * links inside it are replaced, never written through. Remains of writers that died are removed.
 *
 * @throws StorageError when the directory cannot be written
 */
export function replaceFiles(root: string, files: ReadonlyMap<string, Content>, refusal = OUTPUT_FILES): void {
  const staged = new Map<string, string>();
  try {
    const folders = new Set([root, ...[...files.keys()].map((name) => path.dirname(path.join(root, name)))]);
    for (const folder of folders) prepareFolder(folder, folder === root);
    for (const [name, content] of files) {
      if (content === null) continue;
      const target = path.join(root, name);
      const temporary = path.join(path.dirname(target), `.hgopt-tmp-${process.pid}-${path.basename(target)}`);
      staged.set(temporary, target);
      writeNew(temporary, content);
    }
    for (const [temporary, target] of staged) fs.renameSync(temporary, target);
    for (const [name, content] of files) if (content === null) fs.rmSync(path.join(root, name), { force: true });
    for (const folder of folders) syncFolder(folder);
  } catch (error) {
    for (const temporary of staged.keys()) removeQuietly(temporary);
    throw storageError(root, error, refusal);
  }
}

/** Removes a folder of outputs inside `root`; a link in its place is removed, not followed. */
export function removeFolder(root: string, name: string): void {
  try {
    fs.rmSync(path.join(root, name), { recursive: true, force: true });
  } catch (error) {
    throw storageError(root, error, OUTPUT_FILES);
  }
}

/** On a disk that refuses everything the first error is the one to tell; the next writer removes what stays. */
function removeQuietly(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    return;
  }
}

function prepareFolder(folder: string, isRoot: boolean): void {
  if (!isRoot && fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) fs.unlinkSync(folder);
  makeDirectory(folder);
  for (const name of fs.readdirSync(folder)) {
    const writer = TEMPORARY.exec(name)?.[1];
    if (writer !== undefined && !isAlive(Number(writer))) fs.rmSync(path.join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function writeNew(file: string, content: NonNullable<Content>): void {
  const descriptor = fs.openSync(file, 'wx');
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) fs.writeFileSync(descriptor, content);
    else {
      let piece = '';
      for (const text of content) {
        piece += text;
        if (piece.length < PIECE) continue;
        fs.writeFileSync(descriptor, piece);
        piece = '';
      }
      fs.writeFileSync(descriptor, piece);
    }
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Makes the renames durable; some platforms cannot sync a directory, which is no failure. */
function syncFolder(folder: string): void {
  let descriptor;
  try {
    descriptor = fs.openSync(folder, 'r');
    fs.fsyncSync(descriptor);
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EINVAL', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/** A failure of the file system as an error of ours; anything else is passed on as it is. */
export function storageError(root: string, error: unknown, { code, what, hint }: Refusal): unknown {
  const { code: failure, path: file, message } = error as NodeJS.ErrnoException;
  if (failure === undefined) return error;
  return new StorageError(
    {
      code,
      place: file ?? root,
      value: failure,
      rule: `${what} can be written (${message})`,
      hint,
    },
    { cause: error },
  );
}
