import { HgoptError, printable } from '../base/errors.js';
import type { Finding } from '../base/errors.js';
import { note, out, style } from './console.js';

const NOTHING_DONE: Readonly<Record<number, string>> = {
  2: 'nothing was started, no result was touched',
  3: 'nothing was started, no result was touched',
};

/** A finding as text: code and place, value, rule, next step. */
export function findingText({ code, place, value, rule, hint }: Finding): string {
  const lines = [`${style.error('error')} ${code} at ${printable(place, 400)}`];
  if (value !== undefined) lines.push(`  value: ${printable(value)}`);
  lines.push(`  rule:  ${printable(rule, 2_000)}`, `  next:  ${printable(hint, 2_000)}`);
  return lines.join('\n');
}

/**
 * Tells the user what went wrong: the findings of an error of ours, a request for a report for any other. A stack trace only with
 * `debug`; with `json` the findings also go to stdout as one `error` event.
 *
 * @returns the exit code
 */
export function reportError(error: unknown, options: { debug?: boolean; json?: boolean } = {}): number {
  const isOurs = error instanceof HgoptError;
  const findings = isOurs ? error.findings : [bug(error)];
  const exitCode = isOurs ? error.exitCode : 1;
  const saved = isOurs ? (error.saved ?? NOTHING_DONE[exitCode]) : undefined;
  for (const finding of findings) note(findingText(finding));
  if (saved !== undefined) note(`  saved: ${printable(saved, 2_000)}`);
  if (options.debug === true && error instanceof Error) note(style.faint(fullStack(error)));
  if (options.json === true)
    out(JSON.stringify({ event: 'error', exit_code: exitCode, findings, saved: saved ?? null }));
  return exitCode;
}

function bug(error: unknown): Finding {
  return {
    code: 'HG-BUG-001',
    place: 'hgopt',
    value: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    rule: 'this is a fault of hgopt, not of your files',
    hint: 'run the command again with --debug and report its output; finished trials are safe, sweep --resume goes on from them',
  };
}

function fullStack(error: Error): string {
  const text = error.stack ?? error.message;
  return error.cause instanceof Error ? `${text}\ncaused by ${fullStack(error.cause)}` : text;
}
