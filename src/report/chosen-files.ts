import type { Content } from '../base/replace-files.js';
import type { OutputSettings } from '../config/settings/output.js';
import { runFiles } from './best-backtest/files.js';
import type { RunReport } from './run-report.js';
import { runText } from './run-text.js';

/** What switches a file off, by the name that it has with any ending. */
const GATES: Readonly<Record<string, 'trades' | 'positions' | 'account'>> = {
  orders: 'trades',
  trades: 'trades',
  fills: 'trades',
  positions: 'positions',
  equity: 'account',
};

/** The files of a run that its settings ask for; those of an earlier run that are not wanted any more are null. */
export function chosenFiles(report: RunReport, dir: string, output: OutputSettings): Map<string, Content | null> {
  const files = new Map<string, Content | null>(runFiles(report));
  for (const name of files.keys()) {
    const gate = GATES[/([a-z]+)\.[a-z]+$/.exec(name)?.[1] ?? ''];
    if (gate !== undefined && !output[gate]) files.set(name, null);
  }
  files.set('backtest.log', output.log === null ? null : logText(report, dir, output));
  return files;
}

/** What the console shows of the run, a line each: `LEVEL message`, or as an object. It holds no clock time. */
function logText(report: RunReport, dir: string, { log, log_level }: OutputSettings): string {
  const warnings = (report.warnings ?? []).map(({ code, rule, hint }) => ['WARNING', `${code} ${rule}; ${hint}`]);
  const told =
    log_level === 'INFO'
      ? runText(report, dir)
          .split('\n')
          .map((line) => ['INFO', line])
      : [];
  const lines = [...warnings, ...told].map(([level, message]) =>
    log === 'json' ? JSON.stringify({ level, message }) : `${level} ${message}`,
  );
  return lines.map((line) => `${line}\n`).join('');
}
