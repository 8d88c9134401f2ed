import { Command } from 'commander';
import type { SweepOptions } from '../coordinator/run-sweep.js';
import { note, out, width } from './console.js';
import { memorySize, repeated, wholeNumber } from './flags.js';

interface SweepFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly seed?: number;
  readonly maxTrials?: number;
  readonly memory?: number;
  readonly resume?: boolean;
  readonly set?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `hgopt sweep`: runs a sweep file and prints the best rows. Exit 4 when trials failed or none can be ranked. */
export function sweepCommand(): Command {
  return new Command('sweep')
    .description('run all trials of a sweep file and write ranked results')
    .argument('<file>', 'sweep file, YAML or JSON')
    .option('--out <dir>', 'output directory (default: results/<sweep name>)')
    .option(
      '--workers <n>',
      'worker threads (default: one a core); never changes a result',
      wholeNumber('--workers', 1),
    )
    .option('--seed <n>', 'seed of samplers and models, instead of the one in the file', wholeNumber('--seed', 0))
    .option('--max-trials <n>', 'run at most this many trials', wholeNumber('--max-trials', 1))
    .option('--memory <size>', 'budget for shared indicator columns, such as 512MB or 2GiB', memorySize)
    .option('--resume', 'go on with the trials that the output directory already holds')
    .option('--set <path=value>', 'change one setting of the file; may be given several times', repeated)
    .option('--json', 'events as JSON lines on stdout')
    .option('--quiet', 'no progress and no table')
    .action((file: string, flags: SweepFlags) => sweep(file, flags));
}

async function sweep(file: string, flags: SweepFlags): Promise<void> {
  const [{ runSweep }, { createProgress }, { stopOnSignals }] = await Promise.all([
    import('../coordinator/run-sweep.js'),
    import('./progress.js'),
    import('./signals.js'),
  ]);
  const stop = stopOnSignals();
  const progress = await createProgress(flags);
  const options: SweepOptions = { ...flags, memoryBytes: flags.memory, signal: stop.signal };
  try {
    const outcome = await runSweep(file, options, (event) => progress.show(event));
    progress.close();
    if (outcome.status === 'interrupted') {
      note(`${outcome.done} of ${outcome.trials} trials are saved; go on with: ${outcome.resume}`);
      process.exitCode = stop.exitCode();
      return;
    }
    if (flags.json !== true && flags.quiet !== true) {
      const { summaryTable } = await import('../report/summary-table.js');
      out(summaryTable(outcome.table, outcome.ranked, outcome.target, { dir: outcome.out, columns: width() }));
      if (outcome.symbols !== null) out(`the best trial by symbol:\n${outcome.symbols}`);
    }
    process.exitCode = outcome.exitCode;
  } finally {
    progress.close();
    stop.release();
  }
}
