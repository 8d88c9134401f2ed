import { Command } from 'commander';
import { note, out, style } from './console.js';
import { repeated } from './flags.js';

/** `hgopt backtest`: one run of one configuration. */
export function backtestCommand(): Command {
  return new Command('backtest')
    .description('run one configuration and write its orders, trades, equity and metrics')
    .argument('<file>', 'backtest file, YAML or JSON')
    .option('--out <dir>', 'output directory (default: results/<backtest name>, or as output.dir says)')
    .option('--set <path=value>', 'change one setting of the file; may be given several times', repeated)
    .action(async (file: string, flags: { readonly out?: string; readonly set?: readonly string[] }) => {
      const [{ runBacktest }, { writeRunOutputs }, { runText }, { warningText }] = await Promise.all([
        import('../coordinator/run-backtest.js'),
        import('../report/write-run.js'),
        import('../report/run-text.js'),
        import('./warning-text.js'),
      ]);
      const report = await runBacktest(file, { set: flags.set });
      const target = flags.out ?? `${report.output?.dir ?? 'results'}/${report.name}`;
      writeRunOutputs(target, report);
      for (const warning of report.warnings ?? []) note(style.notice(warningText(warning)));
      out(runText(report, target));
    });
}
