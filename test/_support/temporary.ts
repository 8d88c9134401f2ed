import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives all tests and the processes they start one directory for temporary files, and removes it with whatever they left there. */
export default function temporary(): () => void {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hgopt-test-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
