import { DataError } from '../../base/errors.js';
import { DAY_MS, formatInterval } from '../../base/time.js';

interface Steps {
  /** The step between neighbours that occurs most often; of equals the shortest. NaN below two bars. */
  readonly commonest: number;
  has(step: number): boolean;
}

function countSteps(time: Float64Array): Steps {
  const counts = new Map<number, number>();
  for (let i = 1; i < time.length; i++) {
    const step = time[i]! - time[i - 1]!;
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let commonest = NaN;
  let most = 0;
  for (const [step, count] of counts) {
    if (count < most || (count === most && step > commonest)) continue;
    commonest = step;
    most = count;
  }
  return { commonest, has: (step) => counts.has(step) };
}

/**
 * The interval of bars: the stated one when the stamps agree with it, else the commonest step.
 *
 * @param time increasing stamps
 * @throws DataError when it cannot be told, has no fixed length, or the stamps contradict it
 */
export function findInterval(time: Float64Array, stated: number | null, label: string): number {
  const steps = countSteps(time);
  const { commonest } = steps;
  if (Number.isNaN(commonest)) {
    if (stated !== null) return stated;
    throw new DataError({
      code: 'HG-DATA-044',
      place: label,
      rule: 'the interval is found from two bars or more',
      hint: 'state it: interval: 1m',
    });
  }
  if (stated === null) {
    if (commonest >= 28 * DAY_MS && commonest <= 31 * DAY_MS && commonest % (7 * DAY_MS) !== 0) throw monthly(label);
    if (commonest === 28 * DAY_MS && (steps.has(30 * DAY_MS) || steps.has(31 * DAY_MS))) throw monthly(label);
    return commonest;
  }
  if (stated === commonest || steps.has(stated)) return stated;
  throw new DataError({
    code: 'HG-DATA-045',
    place: label,
    value: formatInterval(stated),
    rule: `no two bars are ${formatInterval(stated)} apart; most are ${formatInterval(commonest)} apart`,
    hint:
      stated > commonest
        ? `state interval: ${formatInterval(commonest)}, and resample: ${formatInterval(stated)} to sum them up`
        : `state interval: ${formatInterval(commonest)}, or leave it out`,
  });
}

function monthly(label: string): DataError {
  return new DataError({
    code: 'HG-DATA-046',
    place: label,
    value: 'monthly',
    rule: 'bars have a fixed length; months have none',
    hint: 'use daily or weekly bars of the same instrument',
  });
}
