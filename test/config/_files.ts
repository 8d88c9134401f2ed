import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { HgoptError, type Finding } from '../../src/base/errors.js';

/** A directory of its own for the files of a test. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'hgopt-config-'));

/** Writes a file and returns its path. */
export function fileWith(content: string | Uint8Array, name = 'sweep.yaml', folder = temporaryFolder()): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** The findings that an action is refused with; places without the folder of the file. */
export async function findingsOf(action: () => unknown): Promise<readonly Finding[]> {
  let error: unknown;
  try {
    await action();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(HgoptError);
  const { findings, exitCode } = error as HgoptError;
  expect(exitCode).toBe(2);
  for (const finding of findings) {
    expect(finding.code).toMatch(/^HG-CONFIG-\d{3}$/);
    for (const text of [finding.place, finding.rule, finding.hint]) expect(text).not.toBe('');
  }
  return findings.map((f) => ({ ...f, place: f.place.replace(/^.*hgopt-config-[^/]*\//, '') }));
}

/** The sections that every sweep file of these tests begins with, on lines 1 to 3. */
export const HEAD = `strategy: dma-atr-trend
data: {source: synthetic}
metric: sharpe_ratio
`;

/** A sweep file: the head, then these lines from line 4 on. */
export const sweepWith = (lines: string): string => fileWith(HEAD + lines);
