import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from '../../base/errors.js';

/** Settings are written by hand; anything longer is another kind of file. */
export const MAX_BYTES = 1_000_000;

const refuse = (place: string, value: string | undefined, rule: string, hint: string): never => {
  throw new ConfigError({ code: 'HG-CONFIG-001', place, value, rule, hint });
};

function tooLarge(file: string, bytes: number): never {
  return refuse(file, `${bytes} bytes`, 'a settings file has at most 1 MB', 'name the settings file, not the data');
}

/** `line:column` of a byte offset, for files that are not text yet. */
function lineOf(bytes: Uint8Array, offset: number): string {
  let [line, start] = [1, 0];
  for (let i = 0; i < offset; i++) if (bytes[i] === 10) [line, start] = [line + 1, i + 1];
  return `${line}:${offset - start + 1}`;
}

/** Byte offset of the first malformed sequence. */
function firstInvalid(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  const isValid = (end: number): boolean => {
    try {
      // In stream mode an unfinished last sequence is no error, so the shortest failing prefix ends inside the bad one.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isValid(middle)) valid = middle;
    else invalid = middle;
  }
  return Math.max(0, invalid - 1);
}

/**
 * Text of a settings file: UTF-8, with or without byte-order mark, any line ends.
 *
 * @throws ConfigError HG-CONFIG-001 for other encodings, malformed bytes, control characters, more than 1 MB
 */
export function decodeConfigText(bytes: Uint8Array, file: string): string {
  if (bytes.length > MAX_BYTES) return tooLarge(file, bytes.length);
  const isWide =
    (bytes[0] === 0xff && bytes[1] === 0xfe) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff) ||
    (bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0));
  if (isWide)
    return refuse(`${file}:1:1`, undefined, 'a settings file is UTF-8; this one is UTF-16', 'save the file as UTF-8');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = firstInvalid(bytes);
    return refuse(
      `${file}:${lineOf(bytes, at)}`,
      `byte 0x${bytes[at]?.toString(16)}`,
      'the file is not valid UTF-8',
      'save the file as UTF-8',
    );
  }
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\ufeff/.exec(text);
  if (control !== null) {
    const before = text.slice(0, control.index).split('\n');
    const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    return refuse(place, control[0], 'control characters have no place in a settings file', 'delete the character');
  }
  return text;
}

/**
 * Reads a settings file; its size is looked at before its bytes.
 *
 * @throws ConfigError HG-CONFIG-001, or -002 when there is no such file
 */
export function readConfigText(file: string): string {
  let bytes: Uint8Array;
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return refuse(file, undefined, 'this is no file', 'name a settings file');
    if (stat.size > MAX_BYTES) return tooLarge(file, stat.size);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    const rule = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`;
    throw new ConfigError(
      { code: 'HG-CONFIG-002', place: file, rule, hint: 'check the path and its permissions' },
      { cause: error },
    );
  }
  return decodeConfigText(bytes, file);
}
