import type { RunRecord } from '../../engine/record/record.js';
import { csvLine } from '../csv-text.js';
import { episodesOf } from './episodes.js';
import { timeText } from '../time-text.js';

/**
 * positions.csv: one row for each time that a position left zero until it came back or changed sign, then the positions that were still
 * open at the end, if any; in hedge mode one for each time that a side of an instrument did. Entry prices are quantity-weighted means.
 */
export function* positionsCsv(record: RunRecord): Generator<string> {
  const { markets, timeline, trades, open } = record;
  yield csvLine([
    ...['position_id', 'instrument_id', 'side', 'quantity', 'entry_price', 'realized_pnl', 'unrealized_pnl'],
    ...['ts_opened', 'ts_closed'],
  ]);
  if (record.isHedged) return yield* episodeRows(record);
  for (let k = 0; k < trades.count; k++) {
    yield csvLine([
      k + 1,
      markets[trades.instrument[k]!]!.symbol,
      trades.side[k]! > 0 ? 'LONG' : 'SHORT',
      trades.quantity[k]!,
      trades.entryPrice[k]!,
      trades.pnl[k]!,
      0,
      timeText(timeline.time[trades.entryBar[k]!]!),
      timeText(timeline.time[trades.exitBar[k]!]!),
    ]);
  }
  for (const [n, held] of open.entries()) {
    yield csvLine([
      trades.count + n + 1,
      markets[held.instrument]!.symbol,
      held.quantity > 0 ? 'LONG' : 'SHORT',
      Math.abs(held.quantity),
      held.entryPrice,
      held.realizedPnl,
      held.unrealizedPnl,
      timeText(timeline.time[held.openedBar]!),
      null,
    ]);
  }
}

function* episodeRows(record: RunRecord): Generator<string> {
  const { markets, timeline } = record;
  for (const [n, episode] of episodesOf(record).entries()) {
    yield csvLine([
      n + 1,
      markets[episode.instrument]!.symbol,
      episode.side > 0 ? 'LONG' : 'SHORT',
      episode.quantity,
      episode.entryPrice,
      episode.realizedPnl,
      episode.unrealizedPnl,
      timeText(timeline.time[episode.openedBar]!),
      episode.closedBar === null ? null : timeText(timeline.time[episode.closedBar]!),
    ]);
  }
}
