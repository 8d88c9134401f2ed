import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Tells one process from every other, across reboots and reused process ids. Null where the system does not say. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot at which the process started. */
  readonly startTicks: string | null;
  readonly bootId: string | null;
  readonly host: string;
}

export function ownIdentity(): ProcessIdentity {
  const { pid } = process;
  return { pid, startTicks: processStat(pid)?.startTicks ?? null, bootId: bootId(), host: hostname() };
}

/** Whether a process that once wrote down its identity still runs; null when it ran on another host, where nobody here can see it. */
export function isRunning(identity: ProcessIdentity): boolean | null {
  if (identity.host !== hostname()) return null;
  if (identity.bootId !== bootId()) return false;
  const stat = processStat(identity.pid);
  if (stat) return stat.state !== 'Z' && (identity.startTicks === null || identity.startTicks === stat.startTicks);
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Source: proc(5), fields 3 and 22; field 2, the name, may hold spaces and brackets. */
function processStat(pid: number): { readonly state: string; readonly startTicks: string } | null {
  const text = readText(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
}

const bootId = (): string | null => readText('/proc/sys/kernel/random/boot_id')?.trim() ?? null;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
