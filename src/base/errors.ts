/** What went wrong, in the parts that every message of hgopt has. */
export interface Finding {
  /** Stable identifier, `HG-<AREA>-<nnn>`; documented by its rule, never reused. */
  readonly code: `HG-${string}`;
  /** `file:line:column`, `file row n`, a parameter path or a directory: where to look. */
  readonly place: string;
  /** The offending value as the user wrote it; shown escaped and cut to 80 characters. */
  readonly value?: string | undefined;
  /** The rule that the value breaks, as a sentence. */
  readonly rule: string;
  /** One next step. */
  readonly hint: string;
}

/**
 * Root of every error that hgopt raises on purpose; anything else that escapes is a bug (exit code 1).
 * Carries one or more findings, so that a file with three mistakes is answered once.
 */
export abstract class HgoptError extends Error {
  abstract readonly exitCode: number;
  readonly findings: readonly Finding[];
  /** What survives and how to go on, when work had been done: "412 of 1200 trials saved; resume with: ...". */
  readonly saved: string | undefined;

  constructor(findings: Finding | readonly Finding[], options: { saved?: string; cause?: unknown } = {}) {
    const list = 'code' in findings ? [findings] : findings;
    super(list.map((f) => `${f.code} ${f.place}: ${f.rule}`).join('\n'), { cause: options.cause });
    this.name = new.target.name;
    this.findings = list;
    this.saved = options.saved;
  }
}

/** A command, a flag or a file of settings is wrong; nothing was started. */
export class ConfigError extends HgoptError {
  override readonly exitCode = 2;
}

/** Market data is missing, malformed or implausible; nothing was started. */
export class DataError extends HgoptError {
  override readonly exitCode = 3;
}

/** The run ended, but trials failed or none can be ranked. */
export class TrialError extends HgoptError {
  override readonly exitCode = 4;
}

/** A file or directory cannot be written, read back or locked. */
export class StorageError extends HgoptError {
  override readonly exitCode = 5;
}

/** Cuts to `limit` characters and makes control and bidirectional characters visible, so that no input can drive a terminal. */
export function printable(value: unknown, limit = 80): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const visible = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return visible.length > limit ? `${visible.slice(0, limit - 1)}…` : visible;
}
