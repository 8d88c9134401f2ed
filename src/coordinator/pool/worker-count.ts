import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** More threads than this only take memory, whatever the machine. */
const mostWorkers = (): number => Math.max(64, 4 * availableParallelism());

/** Processors that this process may use: those of the machine, or of its container where that is limited. */
export function processors(): number {
  return Math.max(1, Math.min(availableParallelism(), containerLimit() ?? Infinity));
}

/** Number of worker threads, and a notice when it is not the wanted one. More threads than trials are never started. */
export function workerCount(
  wanted: number | 'auto',
  trials: number,
): { readonly workers: number; readonly notice: string | null } {
  if (wanted === 'auto') return { workers: Math.min(processors(), Math.max(1, trials)), notice: null };
  const most = mostWorkers();
  const notice = wanted > most ? `${wanted} workers were asked for; ${most} are the most that make sense here` : null;
  return { workers: Math.min(wanted, most, Math.max(1, trials)), notice };
}

/** Processors that a Linux control group allows, rounded up; null where there is no limit. */
function containerLimit(): number | null {
  try {
    const [quota, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ');
    return quota === 'max' ? null : Math.ceil(Number(quota) / Number(period));
  } catch {
    return null;
  }
}
