import { StorageError } from '../base/errors.js';

/**
 * The only place that prints. Data goes to stdout, everything meant for eyes to stderr, so that a pipe carries data alone.
 * A reader that goes away (`hgopt ... | head`) silences the stream; it never ends a run.
 */
const gone = { stdout: false, stderr: false };

for (const name of ['stdout', 'stderr'] as const) {
  process[name].on('error', (error: NodeJS.ErrnoException) => {
    gone[name] = true;
    if (['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'].includes(error.code ?? '')) return;
    throw new StorageError({
      code: 'HG-CLI-009',
      place: name,
      value: error.code,
      rule: `${name} can be written (${error.message})`,
      hint: 'free space where it is redirected to, or redirect it elsewhere',
    });
  });
}

function write(name: 'stdout' | 'stderr', text: string): void {
  if (!gone[name]) process[name].write(text);
}

/** One line (or several, joined by line feeds) of data on stdout. */
export const out = (text: string): void => write('stdout', `${text}\n`);

/** One line for the user on stderr: progress, notices, errors. */
export const note = (text: string): void => write('stderr', `${text}\n`);

/** Characters in a line of the terminal that stdout is; undefined for a file or a pipe. */
export const width = (): number | undefined => process.stdout.columns || undefined;

/**
 * Whether stderr is a terminal that may be redrawn and coloured. One that says it has no columns (some containers do) is none:
 * a spinner would clear endless lines there.
 */
export const isLive = (): boolean =>
  process.stderr.isTTY === true && process.stderr.columns > 0 && process.env['TERM'] !== 'dumb';

const mayColour = (): boolean => isLive() && !process.env['NO_COLOR'];
const sgr = (code: number, text: string): string => (mayColour() ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Styles for stderr; plain text unless stderr is a terminal and NO_COLOR is unset. */
export const style = {
  error: (text: string): string => sgr(31, text),
  good: (text: string): string => sgr(32, text),
  notice: (text: string): string => sgr(33, text),
  faint: (text: string): string => sgr(2, text),
} as const;
