import { z } from 'zod';
import { edgeAfter, isLength, parseLength, sumOf, type Edge } from './_length.js';
import { defineSplitter, type Span, type SplitWindow } from './_splitter.js';

const length = (meaning: string) =>
  z
    .string()
    .refine(isLength, 'a length is a whole number and one of M, w, d, bars, such as 6M, 180d or 500bars')
    .describe(meaning);

const between = (a: Edge, b: Edge): Span => ({ start: a.time, end: b.time, from: a.bar, to: b.bar });

/**
 * Windows that walk through the data: train on [S, S + train), test on [S + train, S + train + test), then on by a step. S starts at the first
 * bar; all edges are counted from there, so that the tests of a step as long as a test tile the time without gap or overlap. The last
 * window fits wholly. An embargo is taken from the end of the training.
 */
export default defineSplitter({
  name: 'walk-forward',
  summary: 'Train on a stretch, test on the one after it, step on',
  params: z.strictObject({
    train: length('calendar months in UTC (6M), weeks, days (180d) or bars (500bars) to choose parameters on').default(
      '6M',
    ),
    test: length('what follows, to judge them on').default('1M'),
    step: length('from one window to the next; default: as long as test').optional(),
    mode: z
      .enum(['rolling', 'anchored'])
      .default('rolling')
      .describe('anchored: every training begins at the first bar'),
    embargo: z.int().min(0).default(0).describe('bars between training and test that neither uses'),
    min_train_samples: z.int().min(1).default(252).describe('windows that train on fewer bars are skipped'),
  }),
  split({ train, test, step, mode, embargo, min_train_samples }, bars) {
    const windows: SplitWindow[] = [];
    let skipped = 0;
    if (bars.time.length === 0) return { windows, skipped };
    const trained = parseLength(train);
    const tested = parseLength(test);
    const stepped = step === undefined ? tested : parseLength(step);
    const start = edgeAfter(sumOf(0, stepped), bars);
    for (let k = 0; ; k++) {
      const judged = edgeAfter(sumOf(k, stepped, trained), bars);
      const end = edgeAfter(sumOf(k, stepped, trained, tested), bars);
      if (end.time > bars.end) return { windows, skipped };
      const from = mode === 'anchored' ? start : edgeAfter(sumOf(k, stepped), bars);
      const window = { train: endedBefore(between(from, judged), embargo, bars.time), test: between(judged, end) };
      const isEnough = window.train.to - window.train.from >= min_train_samples && end.bar > judged.bar;
      if (isEnough) windows.push(window);
      else skipped += 1;
    }
  },
});

/** A span without its last bars. */
function endedBefore(span: Span, bars: number, time: Float64Array): Span {
  if (bars === 0) return span;
  const to = Math.max(span.from, span.to - bars);
  return { ...span, to, end: to < span.to ? time[to]! : span.end };
}
