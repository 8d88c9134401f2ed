import { note } from './console.js';

/** What the shell expects of a process that such a signal has ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type StopSignal = keyof typeof EXIT_CODES;

export interface StopRequest {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** Exit code of an interrupted run, 130 for Ctrl-C. */
  exitCode(): number;
  /** Gives the signals back to the platform. */
  release(): void;
}

/** The first SIGINT, SIGTERM or SIGHUP asks for a clean stop, the second ends the process at once. */
export function stopOnSignals(): StopRequest {
  const controller = new AbortController();
  let first: StopSignal | null = null;
  const onSignal = (name: StopSignal): void => {
    if (first !== null) process.exit(EXIT_CODES[name]);
    first = name;
    note('stopping: running trials are finished and saved; press Ctrl-C again to stop at once');
    controller.abort(name);
  };
  const names = Object.keys(EXIT_CODES) as StopSignal[];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitCode: () => EXIT_CODES[first ?? 'SIGINT'],
    release: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
