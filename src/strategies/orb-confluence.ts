import { ConfigError } from '../base/errors.js';
import { civilDay, DAY_MS, formatTime } from '../base/time.js';
import type { Market, SessionColumns } from '../data/market.js';
import type { RunRules, RunWindow } from '../engine/rules.js';
import { OrbActor } from './orb-confluence/actor.js';
import { orbColumns } from './orb-confluence/columns.js';
import { createScorer } from './orb-confluence/factors.js';
import { createLevels, tickOf } from './orb-confluence/levels.js';
import { OrbLog } from './orb-confluence/log.js';
import { orbParams, type OrbParams } from './orb-confluence/params.js';
import { openingRanges, type OpeningRange } from './orb-confluence/ranges.js';
import { ORB_WARNINGS } from './orb-confluence/warnings.js';
import { stepValue } from '../base/step.js';
import { defineStrategy } from './_strategy.js';

function sessionsOf({ sessions, symbol }: Market): SessionColumns {
  if (!sessions) throw new RangeError(`${symbol} has no sessions; give venue.session`);
  return sessions;
}

/** Costs, flattening and capital are parameters of this strategy; its limit targets never slip. */
function rulesOf(p: OrbParams, rules: RunRules): RunRules {
  const { account, execution, instrument } = rules;
  const slippage = p.fills.slippage_ticks * stepValue(tickOf(p, instrument), 1);
  return {
    ...rules,
    account: { ...account, initialCash: p.backtest.initial_capital ?? account.initialCash },
    execution: {
      ...execution,
      fees: { ...execution.fees, perUnit: execution.fees.perUnit + p.fills.commission_per_contract },
      slippagePrice: execution.slippagePrice + slippage,
      targetSlippage: false,
      flattenAtSessionEnd: execution.flattenAtSessionEnd || p.governance.flatten_at_session_end,
    },
  };
}

/** Sessions from start_date to end_date, both inclusive. */
function windowOf({ backtest }: OrbParams, market: Market, window: RunWindow): RunWindow {
  const { start_date: start, end_date: end } = backtest;
  if (start === null && end === null) return window;
  const { index, day } = sessionsOf(market);
  const from = start === null ? -Infinity : dayOf(start);
  const to = end === null ? Infinity : dayOf(end);
  let first = window.from;
  let after = window.to;
  while (first < after && day[index[first]!]! < from) first++;
  while (after > first && day[index[after - 1]!]! > to) after--;
  if (first === after) {
    throw new ConfigError({
      code: 'HG-ORB-003',
      place: start === null ? 'backtest.end_date' : 'backtest.start_date',
      rule: `no session from ${start ?? 'the first'} to ${end ?? 'the last'} is in the data, whose sessions are ${dateOf(day[0]!)} to ${dateOf(day.at(-1)!)}`,
      hint: 'dates are those of sessions, both inclusive; null stands for the first or the last one',
    });
  }
  return { from: first, to: after };
}

const dateOf = (day: number): string => formatTime(day * DAY_MS).slice(0, 10);

function dayOf(date: string): number {
  const [year, month, day] = date.split('-').map(Number);
  return civilDay(year!, month!, day!);
}

/**
 * Opening-range breakout: the first minutes of a session set a range, a break of it beyond a buffer is taken when enough factors agree, and
 * the position is managed in multiples of its initial risk. Decides on complete bars; stop orders for the next bar, or market orders after
 * a confirming close.
 */
export default defineStrategy({
  summary: 'Opening-range breakout with scored factors, partial targets and daily discipline',
  params: orbParams,
  columns: orbColumns,
  needsSessions: true,
  counters: {
    late_entries: 'Entries ordered while the close was already beyond the trigger',
    rejected: 'Signals refused because less than a tick was at risk, once a side and session',
    lockouts: 'Sessions locked by full stops in a row or by the daily loss',
    tradable_sessions: 'Sessions with a valid opening range',
  },
  warnings: ORB_WARNINGS,
  cautions: [
    {
      code: 'HG-ORB-001',
      rule: 'no session has a valid opening range',
      hint: 'or_log.csv says why; widen orb.min_atr_mult and orb.max_atr_mult, or set orb.enable_validity_filter: false',
      when: (value) => value('tradable_sessions') === 0,
    },
    {
      code: 'HG-ORB-002',
      rule: 'opening ranges are valid and no order was ever placed',
      hint: 'governance.time_cutoff is a local time in the zone of the session; scoring may ask for more than bars give',
      when: (value) => value('tradable_sessions') > 0 && value('total_orders') === 0,
    },
  ],
  rules: rulesOf,
  window: windowOf,
  conflict: (_, { instrument, execution }) => {
    if (!instrument.allowShort) return 'the strategy trades both sides; set venue.allow_short: true';
    if (execution.participation.bps === null) return null;
    return 'a signal is one fill of all its contracts, with stop and targets from its price; set execution.participation_bps: null';
  },
  create(p, columns, market, { instrument, from, to, recording }) {
    const sessions = sessionsOf(market);
    const ranges = openingRanges(p, columns, market, sessions);
    const scorer = createScorer(p, columns, market, sessions, ranges);
    const levels = createLevels(p, columns, market, sessions, instrument);
    const inWindow = ranges.filter((r): r is OpeningRange => r !== null && r.firstBar >= from && r.firstBar < to);
    const log = recording ? new OrbLog(market, sessions, inWindow, scorer, p, to) : null;
    return new OrbActor({ p, market, sessions, ranges, scorer, levels, instrument, from, to, log });
  },
});
