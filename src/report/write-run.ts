import { runFiles } from './best-backtest/files.js';
import { chosenFiles } from './chosen-files.js';
import { replaceFiles } from '../base/replace-files.js';
import type { RunReport } from './run-report.js';

/**
 * Writes the files of one recorded run (a single backtest or a replayed trial) into a directory.
 *
 * @throws StorageError when the directory cannot be written
 */
export function writeRunOutputs(dir: string, report: RunReport): void {
  replaceFiles(dir, report.output ? chosenFiles(report, dir, report.output) : runFiles(report));
}
