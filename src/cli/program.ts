import { Command } from 'commander';
import { packageVersion } from '../base/own-package.js';
import { auditCommand } from './audit.js';
import { note, out } from './console.js';
import { backtestCommand } from './backtest.js';
import { dataCommand } from './data.js';
import { listCommand } from './list.js';
import { planCommand } from './plan.js';
import { profileCommand } from './profile.js';
import { replayCommand } from './replay.js';
import { schemaCommand } from './schema.js';
import { sweepCommand } from './sweep.js';
import { usageError } from './usage-error.js';

/**
 * The whole command line. Each command's file holds its flags and imports what it runs inside its action, so that help and version
 * load commander alone.
 */
export function createProgram(): Command {
  const program = new Command('hgopt')
    .description('Searches the parameters of a trading strategy on market data, in parallel and reproducibly.')
    .version(packageVersion())
    .option('--debug', 'show stack traces (any command)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 fault of hgopt, 2 bad command or config, 3 bad data, 4 failed trials or none to rank,\n5 storage, 130/143 interrupted (go on with --resume).',
    );
  const commands = [
    sweepCommand,
    planCommand,
    backtestCommand,
    replayCommand,
    profileCommand,
    auditCommand,
    dataCommand,
    listCommand,
    schemaCommand,
  ];
  for (const command of commands) program.addCommand(command());
  answerOwnErrors(program);
  return program;
}

/** Makes commander throw our errors and print only what was asked for, on stdout. */
function answerOwnErrors(command: Command): void {
  command
    .configureOutput({ writeOut: (text) => out(text.trimEnd()), writeErr: () => undefined })
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      if (error.code === 'commander.help') note(command.helpInformation().trimEnd());
      throw usageError(command, error);
    });
  for (const sub of command.commands) answerOwnErrors(sub);
}
