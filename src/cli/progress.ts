import { performance } from 'node:perf_hooks';
import type { SweepEvent } from '../coordinator/progress/events.js';
import { isLive, note, out, style } from './console.js';
import { sweepWarningText } from './warning-text.js';
import { countText, durationText, valueText } from './figures.js';

/** A sweep's events as something to look at. `close` ends the drawing, also after an error. */
export interface Progress {
  show(event: SweepEvent): void;
  close(): void;
}

export interface ProgressOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** Between two plain lines, ms. */
const LINE_EVERY = 10_000;

/** One JSON object a line with `json`, nothing but notices and warnings with `quiet`, a live line on a terminal, else a plain line every 10 s. */
export async function createProgress({ json, quiet }: ProgressOptions): Promise<Progress> {
  if (json === true) return { show: (event) => out(JSON.stringify(event)), close: () => undefined };
  if (quiet === true) return { show: (event) => isTold(event) && note(eventText(event)), close: () => undefined };
  return isLive() ? liveLine() : plainLines(note, () => performance.now());
}

/** Lines for a log file: start and end at once, progress at most every ten seconds. */
export function plainLines(print: (line: string) => void, now: () => number): Progress {
  let last = now();
  return {
    show(event) {
      if (event.event === 'progress' && now() - last < LINE_EVERY) return;
      if (event.event === 'progress') last = now();
      print(eventText(event));
    },
    close: () => undefined,
  };
}

/** A spinner line that is redrawn. Loaded only on a terminal: elsewhere ora would write its control codes into log files. */
async function liveLine(): Promise<Progress> {
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: process.stderr, discardStdin: false, text: 'loading' }).start();
  return {
    show(event) {
      if (event.event === 'progress') {
        spinner.text = eventText(event);
        return;
      }
      spinner.stop();
      note(eventText(event));
      if (event.event !== 'done') spinner.start();
    },
    close: () => void spinner.stop(),
  };
}

const isTold = ({ event }: SweepEvent): boolean => event === 'notice' || event === 'warning';

const noticeText = (event: Extract<SweepEvent, { event: 'notice' }>): string =>
  style.notice(`${event.code} ${event.message}`);

/** One line that says what the event says. */
export function eventText(event: SweepEvent): string {
  switch (event.event) {
    case 'notice':
      return noticeText(event);
    case 'warning':
      return style.notice(sweepWarningText(event));
    case 'start': {
      const parts = [`${countText(event.trials)} trials`, `${countText(event.bars)} bars`, `${event.workers} workers`];
      if (event.resumed > 0) parts.push(`${countText(event.resumed)} already done`);
      if (event.excluded !== null && event.excluded > 0)
        parts.push(`${countText(event.excluded)} combinations excluded`);
      return `${event.name}: ${parts.join(', ')}`;
    }
    case 'progress': {
      const share = event.trials > 0 ? Math.floor((100 * event.done) / event.trials) : 100;
      const parts = [`${countText(event.done)}/${countText(event.trials)} trials ${share} %`];
      parts.push(`${valueText(event.trialsPerSecond)} trials/s`);
      if (event.etaSeconds !== null) parts.push(`${durationText(event.etaSeconds)} left`);
      if (event.best) parts.push(`best ${valueText(event.best.value)} (trial ${event.best.trial})`);
      if (event.failed > 0) parts.push(`${countText(event.failed)} failed`);
      return parts.join(', ');
    }
    case 'done': {
      const parts = [`${countText(event.done)}/${countText(event.trials)} trials in ${durationText(event.seconds)}`];
      if (event.failed > 0) parts.push(`${countText(event.failed)} failed`);
      if (event.filtered > 0) parts.push(`${countText(event.filtered)} filtered`);
      return `${event.status === 'complete' ? style.good('done') : style.notice('interrupted')}: ${parts.join(', ')}`;
    }
  }
}
