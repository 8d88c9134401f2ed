import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { DataError, type Finding } from '../../src/base/errors.js';
import { dataSpec, loadBars, type DataSpecInput } from '../../src/data/load.js';

/** Real market data beside the checkout; absent on most machines. */
export const SHARED_DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
export const HAS_SHARED_DATA = existsSync(join(SHARED_DATA, 'README.md'));

/** A folder that lives as long as the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hgopt-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Loaded = Awaited<ReturnType<typeof loadBars>>;

/** Writes a file and loads it. */
export function loaderIn(folder: string) {
  return async (name: string, content: string | Uint8Array, spec: DataSpecInput = {}): Promise<Loaded> => {
    writeFileSync(join(folder, name), content);
    return loadBars(dataSpec.parse({ path: name, ...spec }), { baseDir: folder });
  };
}

/** The findings of the DataError that a load ends with. */
export async function refusal(load: Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await load;
  } catch (error) {
    if (error instanceof DataError) return error.findings;
    throw error;
  }
  throw new Error('it was not refused');
}

const MINUTE = 60_000;
export const START = Date.UTC(2024, 0, 1);

/** A CSV of good minute bars, with rows replaced: `rows[i]` stands for the i-th row of data. */
export function minuteCsv(count: number, rows: Readonly<Record<number, string>> = {}): string {
  const lines = Array.from({ length: count }, (_, i) => rows[i] ?? `${START + i * MINUTE},100,102,99,101,5`);
  return `time,open,high,low,close,volume\n${lines.join('\n')}\n`;
}

/** The values of one column. */
export const values = ({ columns }: Loaded, name: keyof Loaded['columns']): number[] => [...columns[name]];
