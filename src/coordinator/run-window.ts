import { DataError } from '../base/errors.js';
import { firstAtLeast } from '../base/sorted.js';
import { formatTime, parseTime } from '../base/time.js';
import type { WindowSection } from '../config/window-section.js';
import type { RunWindow } from '../engine/rules.js';
import type { Timeline } from '../engine/timeline.js';

/**
 * The frames that a run trades: those whose bars open in its window, all of them without one.
 *
 * @throws DataError HG-DATA-084 when no bar opens in the window
 */
export function runWindow(window: WindowSection | undefined, { time, length }: Timeline): RunWindow {
  const from = window?.from === undefined ? 0 : firstAtLeast(time, parseTime(window.from));
  const to = window?.to === undefined ? length : firstAtLeast(time, parseTime(window.to));
  if (from < to) return { from, to };
  throw new DataError({
    code: 'HG-DATA-084',
    place: 'window',
    value: `${window?.from ?? 'the first bar'} to ${window?.to ?? 'the last'}`,
    rule: `no bar opens in the window; the bars open from ${formatTime(time[0]!)} to ${formatTime(time[length - 1]!)}`,
    hint: 'move the window, or bring in the bars of its time',
  });
}
