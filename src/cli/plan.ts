import { Command } from 'commander';
import { out } from './console.js';
import { memorySize, repeated, wholeNumber } from './flags.js';

interface PlanFlags {
  readonly seed?: number;
  readonly maxTrials?: number;
  readonly memory?: number;
  readonly set?: readonly string[];
  readonly json?: boolean;
}

/** `hgopt plan`: what a sweep will do, before it does it. */
export function planCommand(): Command {
  return new Command('plan')
    .description('count trials, exclusions and columns of a sweep file and estimate memory and time')
    .argument('<file>', 'sweep file, YAML or JSON')
    .option('--seed <n>', 'seed instead of the one in the file', wholeNumber('--seed', 0))
    .option('--max-trials <n>', 'plan for at most this many trials', wholeNumber('--max-trials', 1))
    .option('--memory <size>', 'budget for shared indicator columns', memorySize)
    .option('--set <path=value>', 'change one setting of the file; may be given several times', repeated)
    .option('--json', 'as JSON')
    .action(async (file: string, flags: PlanFlags) => {
      const [{ planSweep }, { planText }] = await Promise.all([
        import('../coordinator/plan-sweep.js'),
        import('./plan-text.js'),
      ]);
      const plan = await planSweep(file, { ...flags, memoryBytes: flags.memory });
      out(flags.json === true ? JSON.stringify(plan, null, 2) : planText(plan));
    });
}
