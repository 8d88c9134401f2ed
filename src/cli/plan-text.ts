import type { SweepPlan } from '../coordinator/plan-sweep.js';
import { sweepWarningText } from './warning-text.js';
import { bytesText, countText, durationText, valueText } from './figures.js';

/** A plan for a terminal: one line a subject, exclusions by reason. */
export function planText(plan: SweepPlan): string {
  const { candidates, columns, memory, time, luck } = plan;
  const lines = [
    [
      'sweep',
      `${plan.name}: ${plan.strategy} on ${plan.symbol}, ${countText(plan.bars)} bars, ranked by ${plan.metric}`,
    ],
    ['candidates', candidates.total === null ? 'without end: an axis is continuous' : grouped(candidates.total)],
    ['trials', trialsText(plan)],
    ...Object.entries(candidates.excluded).map(([reason, count]) => ['  excluded', `${countText(count)}: ${reason}`]),
    ['columns', `${countText(columns.count)}${columns.isComplete ? '' : ' or more'} distinct, ${columnsText(columns)}`],
    ['memory', `about ${bytesText(memory.totalBytes)} with ${plan.workers} workers`],
    ['time', timeText(time)],
  ];
  for (const warning of plan.warnings) lines.push(['warning', sweepWarningText(warning)]);
  if (luck.sharpe !== null) {
    lines.push([
      'luck',
      `a Sharpe ratio of ${valueText(luck.sharpe)} is what the best of so many trials without skill shows on ${valueText(luck.years)} years`,
    ]);
  }
  const width = Math.max(...lines.map(([subject]) => subject!.length));
  return lines.map(([subject, text]) => `${subject!.padEnd(width)}  ${text}`).join('\n');
}

function trialsText({ trials, candidates }: SweepPlan): string {
  const share = `${valueText(100 * candidates.feasibleShare)} % of the candidates satisfy all constraints`;
  const basis = candidates.isExact ? share : `${share}, judged by ${countText(candidates.examined)} of them`;
  if (trials === null)
    return `too many to run as a whole: draw some with sampler random, or set --max-trials (${basis})`;
  return `${countText(trials)} (${basis})`;
}

function columnsText({ bytes, sharedBytes }: SweepPlan['columns']): string {
  if (bytes <= sharedBytes) return `${bytesText(bytes)}, each computed once`;
  return `${bytesText(bytes)} of which ${bytesText(sharedBytes)} are shared; each worker computes the rest as it needs it`;
}

function timeText(time: SweepPlan['time']): string {
  if (time === null) return 'unknown: no trial was finished in the time of the sample';
  const each = `${valueText(time.trialSeconds * 1_000)} ms a trial (median of ${time.sampled})`;
  return time.seconds === null ? each : `about ${durationText(time.seconds)}: ${each}`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');
