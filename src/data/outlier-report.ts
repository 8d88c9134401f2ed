import type { Json } from '../base/json.js';
import { formatTime } from '../base/time.js';
import type { OutlierReport } from './validate/outliers.js';

/** Outliers in lines of `name: text`, for people. */
export function outlierLines({ method, moves, count, largest }: OutlierReport): string[] {
  const percent = (move: number): string => `${move > 0 ? '+' : ''}${(100 * move).toPrecision(3)} %`;
  return [
    `outliers:   ${count} of ${moves} moves from close to close (${method})`,
    ...largest.map(({ time, move }) => `            ${formatTime(time)}: ${percent(move)}`),
  ];
}

/** The same as data: moves as fractions. */
export const outlierRecord = ({ method, moves, count, largest }: OutlierReport): Readonly<Record<string, Json>> => ({
  method,
  moves,
  count,
  largest: largest.map(({ time, move }) => ({ time: formatTime(time), move })),
});
