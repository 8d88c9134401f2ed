import type { HgoptError } from '../../base/errors.js';
import type { SweepChoices } from '../prepare-sweep.js';

/** The command that goes on with a run: the same choices of what is run, another try at running it. */
export function resumeLine(file: string, out: string, { seed, maxTrials, set = [] }: SweepChoices): string {
  const flags = [
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...(maxTrials === undefined ? [] : [`--max-trials ${maxTrials}`]),
    ...set.map((text) => `--set ${quoted(text)}`),
  ];
  return ['hgopt sweep', quoted(file), '--out', quoted(out), ...flags, '--resume'].join(' ');
}

/** Quotes for a POSIX shell, where they are needed. */
const quoted = (text: string): string => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

type Kind = new (findings: HgoptError['findings'], options: { saved: string; cause: unknown }) => HgoptError;

/** The same error, saying what is saved. */
export const withSaved = (error: HgoptError, saved: string): HgoptError =>
  error.saved === undefined ? new (error.constructor as Kind)(error.findings, { saved, cause: error }) : error;
