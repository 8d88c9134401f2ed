// Preloaded into a run: lets HGOPT_TEST_KILL_AFTER bytes into the journal, writes what is left of the record that crosses the line, and
// kills the process as hard as a power cut would.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const budget = process.env.HGOPT_TEST_KILL_AFTER;
if (isMainThread && budget !== undefined) {
  let left = Number(budget);
  const journals = new Set();
  const { openSync, writeSync } = fs;
  fs.openSync = (path, ...rest) => {
    const fd = openSync(path, ...rest);
    if (String(path).endsWith('journal.bin')) journals.add(fd);
    else journals.delete(fd);
    return fd;
  };
  fs.writeSync = (fd, buffer, offset, length, position) => {
    if (!journals.has(fd)) return writeSync(fd, buffer, offset, length, position);
    if (length <= left) {
      left -= length;
      return writeSync(fd, buffer, offset, length, position);
    }
    if (left > 0) writeSync(fd, buffer, offset, left, position);
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  };
  syncBuiltinESMExports();
}
