import { Command } from 'commander';
import { out } from './console.js';

/** `hgopt audit`: a second, exact set of books beside those of a run. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('recompute cash, trades and equity of a recorded run from its fills, in exact fractions, and compare')
    .argument('<dir>', 'output of hgopt backtest, replay or sweep')
    .option('--base <dir>', 'folder that relative data paths of the run start from (default: as in its sweep)')
    .option('--json', 'print the checks as JSON')
    .action(async (dir: string, flags: { readonly base?: string; readonly json?: true }) => {
      const [{ auditDirectory }, { auditText }, { DataError }] = await Promise.all([
        import('../coordinator/audit.js'),
        import('../report/audit-text.js'),
        import('../base/errors.js'),
      ]);
      const audit = await auditDirectory(dir, flags.base);
      out(flags.json ? JSON.stringify(audit) : auditText(audit.dir, audit.checks, audit.withoutPrices));
      const wrong = audit.checks.flatMap((check) => check.differences.slice(0, 1).map((first) => ({ check, first })));
      if (wrong.length === 0) return;
      throw new DataError(
        wrong.map(({ check, first }) => ({
          code: 'HG-AUDIT-003',
          place: `${audit.dir}: ${first.place}`,
          value: first.claimed,
          rule: `${check.name}: the exact books say ${first.expected}`,
          hint: 'the files were changed after the run, or hgopt has a fault: run it again and compare',
        })),
      );
    });
}
