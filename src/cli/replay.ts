import { Command } from 'commander';
import { note, out, style } from './console.js';
import { wholeNumber } from './flags.js';

/** `hgopt replay`: runs one trial of a finished sweep again, checks it against its row and writes its files. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('run one trial of a sweep again, with every order and fill on record')
    .argument('<dir>', 'output directory of the sweep')
    .requiredOption('--trial <n>', 'number of the trial, as in optimization_results.csv', wholeNumber('--trial', 0))
    .option('--out <dir>', 'where to write (default: <dir>/replay-<trial>)')
    .action(async (dir: string, flags: { readonly trial: number; readonly out?: string }) => {
      const [{ replayTrial }, { writeRunOutputs }, { runText }, { warningText }] = await Promise.all([
        import('../coordinator/replay.js'),
        import('../report/write-run.js'),
        import('../report/run-text.js'),
        import('./warning-text.js'),
      ]);
      const report = await replayTrial(dir, flags.trial);
      const target = flags.out ?? `${dir.replace(/\/+$/, '')}/replay-${flags.trial}`;
      writeRunOutputs(target, report);
      for (const warning of report.warnings ?? []) note(style.notice(warningText(warning)));
      out(runText(report, target));
    });
}
