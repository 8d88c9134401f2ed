import type { RunRecord } from '../../engine/record/record.js';
import type { Cells } from '../cells.js';
import type { RunReport } from '../run-report.js';
import { timeText } from '../time-text.js';
import { multiplierOf } from './multiplier.js';

/** Value of what an account holds at the close of a frame, quote currency. */
export interface Exposure {
  /** Longs and shorts alike. */
  readonly gross: number;
  /** Longs less shorts. */
  readonly net: number;
}

/** Exposures frame by frame, each instrument at its latest close; to be asked in the order of the frames. */
export function exposures({ record, config }: Pick<RunReport, 'record' | 'config'>): (frame: number) => Exposure {
  const { markets, journal, from } = record;
  const multipliers = markets.map(({ symbol }) => multiplierOf(config, symbol));
  const marks = latestCloses(record);
  return (frame) => {
    const prices = marks(frame);
    let [gross, net] = [0, 0];
    if (!journal) return { gross, net };
    for (let k = 0; k < markets.length; k++) {
      const held = journal.positions[k]![frame - from]!;
      const long = Math.max(journal.longs[k]![frame - from]!, held, 0);
      if (long === 0 && held === 0) continue;
      const value = prices[k]! * multipliers[k]!;
      gross += (2 * long - held) * value;
      net += held * value;
    }
    return { gross, net };
  };
}

/** The latest close of each instrument at a frame; NaN before its first bar. To be asked in the order of the frames. */
export function latestCloses({ markets, timeline, from }: RunRecord): (frame: number) => readonly number[] {
  const closes = markets.map(() => NaN);
  let next = timeline.bars === null ? from : 0;
  return (frame) => {
    for (; next <= frame; next++) {
      for (let k = 0; k < markets.length; k++) {
        const bar = timeline.bars === null ? next : timeline.bars[k]![next]!;
        if (bar >= 0) closes[k] = markets[k]!.close[bar]!;
      }
    }
    return closes;
  };
}

/**
 * exposure.csv: value of all positions at the close of each moment of the window, quote currency and as a multiple of the equity; gross counts
 * longs and shorts alike, net sets them off. After the flatten at the end it is 0.
 */
export function* exposureRows(report: Pick<RunReport, 'record' | 'config'>): Generator<Cells> {
  yield ['time', 'gross_exposure', 'net_exposure', 'gross_per_equity', 'net_per_equity'];
  const { timeline, from, to, journal } = report.record;
  const at = exposures(report);
  for (let frame = from; journal && frame < to; frame++) {
    const { gross, net } = at(frame);
    const equity = journal.equity[frame - from]!;
    yield [
      timeText(timeline.time[frame]!),
      gross,
      net,
      equity > 0 ? gross / equity : NaN,
      equity > 0 ? net / equity : NaN,
    ];
  }
}
