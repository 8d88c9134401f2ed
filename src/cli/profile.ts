import { Command } from 'commander';
import { out } from './console.js';
import { repeated } from './flags.js';

/** `hgopt profile`: the winner of a sweep as the parameters of single symbols. */
export function profileCommand(): Command {
  return new Command('profile')
    .description('write the winner of a sweep as profiles of its symbols, for strategy.profiles of a run')
    .argument('<dir>', 'output directory of the sweep')
    .option('--to <dir>', 'folder of the profiles; one that is there becomes its next version', 'strategy_profiles')
    .option('--symbol <name>', 'write this symbol alone; may be given several times', repeated)
    .action(async (dir: string, flags: { readonly to: string; readonly symbol?: readonly string[] }) => {
      const { writeProfiles } = await import('../coordinator/write-profiles.js');
      const now = new Date().toISOString();
      for (const { file, version } of writeProfiles(dir, flags.to, flags.symbol ?? [], now))
        out(`${file} (version ${version})`);
    });
}
