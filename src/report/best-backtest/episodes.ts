import type { RunRecord } from '../../engine/record/record.js';

/** A side of an instrument from flat to flat in hedge mode, or to the end of the run. */
export interface Episode {
  readonly instrument: number;
  readonly side: 1 | -1;
  /** Most that was held, base units. */
  readonly quantity: number;
  /** Quantity-weighted mean of the entries. */
  readonly entryPrice: number;
  /** Of its closed lots, net of fees and funding, and what its open ones have brought or cost so far. */
  readonly realizedPnl: number;
  /** Of its open lots at the last close. */
  readonly unrealizedPnl: number;
  readonly openedBar: number;
  /** Frame in which the side came back to nothing; null when it did not. */
  readonly closedBar: number | null;
}

interface Draft {
  instrument: number;
  side: 1 | -1;
  quantity: number;
  entered: number;
  value: number;
  realizedPnl: number;
  unrealizedPnl: number;
  openedBar: number;
  closedBar: number | null;
  held: number;
  readonly lots: Set<number>;
}

/** The lots of a recorded run in hedge mode as positions of their sides, in the order in which they were opened. */
export function episodesOf({ trades, open, journal }: RunRecord): readonly Episode[] {
  const drafts: Draft[] = [];
  const current = new Map<string, Draft>();
  const ofLot = new Map<string, Draft>();
  for (const { instrument, side, quantity, price, bar, lot } of journal?.fills ?? []) {
    const known = ofLot.get(`${instrument} ${lot}`);
    if (known) {
      known.lots.delete(lot);
      known.held = sumOfDecimals(known.held, -quantity);
      if (known.lots.size > 0) continue;
      known.closedBar = bar;
      current.delete(`${instrument} ${known.side}`);
      continue;
    }
    const key = `${instrument} ${side}`;
    const draft = current.get(key) ?? begin(instrument, side, bar);
    if (!current.has(key)) drafts.push(draft);
    current.set(key, draft);
    ofLot.set(`${instrument} ${lot}`, draft);
    draft.lots.add(lot);
    draft.held = sumOfDecimals(draft.held, quantity);
    draft.entered += quantity;
    draft.value += quantity * price;
    draft.quantity = Math.max(draft.quantity, draft.held);
  }
  for (let k = 0; k < trades.count; k++) {
    const draft = ofLot.get(`${trades.instrument[k]!} ${trades.lot[k]!}`);
    if (draft) draft.realizedPnl += trades.pnl[k]!;
  }
  for (const { instrument, lot, realizedPnl, unrealizedPnl } of open) {
    const draft = ofLot.get(`${instrument} ${lot}`);
    if (!draft) continue;
    draft.realizedPnl += realizedPnl;
    draft.unrealizedPnl += unrealizedPnl;
  }
  return drafts.map(({ entered, value, ...draft }) => ({ ...draft, entryPrice: value / entered }));
}

const begin = (instrument: number, side: 1 | -1, openedBar: number): Draft => ({
  ...{ instrument, side, openedBar, closedBar: null, lots: new Set<number>() },
  ...{ quantity: 0, entered: 0, value: 0, held: 0, realizedPnl: 0, unrealizedPnl: 0 },
});

/** Quantities are decimals of few digits; what doubles leave behind their sums is none of theirs. */
const sumOfDecimals = (a: number, b: number): number => Number((a + b).toPrecision(15));
