import type { SlippageParts } from './slippage-parts.js';
import type { Json } from '../../base/json.js';
import type { Market } from '../../data/market.js';
import type { Timeline } from '../timeline.js';
import type { GridScoreRules } from '../rules.js';
import type { TradeTable } from './trade-table.js';

/** Drawdowns of the equity at bar closes; the peak starts at the starting equity. Fractions of the peak, positive. */
export interface DrawdownSummary {
  /** Highest equity at a bar close, quote currency; at least the starting equity. */
  readonly peak: number;
  readonly max: number;
  /** Sum of the depths of the separate drawdowns, and how many there were. */
  readonly depthSum: number;
  readonly count: number;
  /** Longest time under a peak, from the bar of the peak to its recovery or the end. */
  readonly longestBars: number;
  readonly longestMs: number;
}

/** Of one side: what was held and what rested, summed over the bars, and the most that was held at a close. */
export interface SideTally {
  /** Base units x bars. */
  readonly held: number;
  readonly most: number;
  /** Resting entries x bars. */
  readonly resting: number;
}

/** Counters that every run has. A strategy's own counters follow in `RunRecord.strategyCounters`. */
export interface RunCounters {
  readonly ordersSubmitted: number;
  /** Those of them that the strategy placed itself; the others are exits of brackets, and what the run closes at its end. */
  readonly ordersPlaced: number;
  readonly ordersFilled: number;
  readonly ordersRejected: number;
  readonly ordersCancelled: number;
  /** Of the orders, those that open or enlarge a position, and how many of them filled. */
  readonly entriesSubmitted: number;
  readonly entriesFilled: number;
  /** Fills, and how many of them as maker. */
  readonly fills: number;
  readonly makerFills: number;
  /** Bars in which a live stop and a live target of one position, or both sides of a group of entries, lay inside the range. */
  readonly ambiguousBars: number;
  /** Bars of the window in which a position was open at some moment. */
  readonly exposedBars: number;
  /** Frames at whose close a position was open, the flatten at the end before it. */
  readonly openCloses: number;
  /** 1 when equity reached zero, else 0. */
  readonly ruined: number;
  /** Times the account was liquidated. */
  readonly liquidations: number;
  /** Times the account was closed for the day after a loss. */
  readonly dailyLossStops: number;
  /** Times that failed orders paused the entries. */
  readonly circuitBreaks: number;
  /** Bars at whose close the cash was below 0: what a gap beyond the reserve of a purchase can leave. */
  readonly negativeCashBars: number;
}

/** What a run leaves behind: all that the metrics read. */
export interface RunRecord {
  /** The first, and often the only, instrument. */
  readonly market: Market;
  /** All instruments, in code-point order of their names. */
  readonly markets: readonly Market[];
  readonly timeline: Timeline;
  /** Whether an instrument is traded in hedge mode: a trade is then a lot. */
  readonly isHedged: boolean;
  /** Frames [from, to) were traded and measured. */
  readonly from: number;
  readonly to: number;
  readonly initialEquity: number;
  /** After the flatten at the end of the run, if there was one. */
  readonly finalEquity: number;
  /**
   * Returns between samples (UTC-day closes, intervals or bars), simple unless logarithmic ones are asked for; the first from the starting
   * equity. Never NaN while equity stays positive.
   */
  readonly returns: Float64Array;
  /** Mean equity of the samples; NaN without any. */
  readonly meanEquity: number;
  readonly periodsPerYear: number;
  /** A year, fraction. */
  readonly riskFreeRate: number;
  readonly gridScore: GridScoreRules;
  readonly trades: TradeTable;
  readonly sides: { readonly long: SideTally; readonly short: SideTally };
  readonly drawdown: DrawdownSummary;
  readonly counters: RunCounters;
  readonly strategyCounters: Readonly<Record<string, number>>;
  readonly totalFees: number;
  /** Received minus paid. */
  readonly netFunding: number;
  readonly fundingReceived: number;
  readonly fundingPaid: number;
  /** Sum of |quantity * price| over the fills. */
  readonly turnover: number;
  /** Sum over the taker fills of how far each slipped, fraction of the price before. */
  readonly takerSlippage: number;
  /** Unrealised profit at the last close when positions were left open, else 0. */
  readonly unrealizedPnl: number;
  /** Why trading ended before the data did; empty when it did not. */
  readonly stopReason: string;
  /** Positions that were left open, in the order of the instruments. */
  readonly open: readonly OpenPosition[];
  /** Present when the run was recorded (replay); one row a fill, order or bar. */
  readonly journal: RunJournal | null;
}

/** A position that the end of a run found open. */
export interface OpenPosition {
  /** Number of the instrument. */
  readonly instrument: number;
  /** Signed, base units. */
  readonly quantity: number;
  /** Quantity-weighted mean of its entries. */
  readonly entryPrice: number;
  /** Frame of its first entry. */
  readonly openedBar: number;
  /** Lot that it is; 0 in netting mode. */
  readonly lot: number;
  /** What its fills have brought or cost so far, fees and funding included. */
  readonly realizedPnl: number;
  /** Profit at the last close, before exit costs. */
  readonly unrealizedPnl: number;
}

/** What changed the cash of an account, and what it held afterwards. Independent accounts count each its own cash. */
export type CashFlow =
  | { readonly kind: 'fill'; readonly fill: FillRow; readonly cash: number }
  | {
      readonly kind: 'funding';
      readonly instrument: number;
      readonly bar: number;
      /** Signed net quantity that paid or received, base units. */
      readonly quantity: number;
      /** Mark price, or the open where there is none. */
      readonly price: number;
      /** Fraction of the value that longs pay. */
      readonly rate: number;
      readonly cash: number;
    };

/** Full story of a recorded run. */
export interface RunJournal {
  readonly orders: readonly OrderRow[];
  readonly fills: readonly FillRow[];
  /** In the order in which they happened. */
  readonly ledger: readonly CashFlow[];
  /** One entry a frame of the window. */
  readonly cash: Float64Array;
  readonly equity: Float64Array;
  readonly drawdown: Float64Array;
  /** Signed quantity of each instrument held at the close, and what of it is long. */
  readonly positions: readonly Float64Array[];
  readonly longs: readonly Float64Array[];
  /** What the strategy tells of itself, by name: tables and documents. */
  readonly tables: Readonly<Record<string, ActorTable>>;
  readonly documents: Readonly<Record<string, Json>>;
}

/** A table of a strategy's own: one line a row, cells in the order of the columns. */
export interface ActorTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string | boolean | null)[])[];
}

export type OrderStatus = 'FILLED' | 'PARTIALLY_FILLED' | 'CANCELED' | 'EXPIRED' | 'REJECTED';
export type OrderType = 'market' | 'limit' | 'stop' | 'take_profit' | 'stop_limit';

export interface OrderRow {
  readonly id: number;
  /** The strategy's own name of it, where it gave one. */
  readonly name?: string;
  /** Retry that made a post-only order rest; absent where the first attempt did, or none. */
  readonly retries?: number;
  /** Number of the instrument. */
  readonly instrument: number;
  readonly tag: number;
  /** Lot that an exit belongs to; 0 for entries and in netting mode. */
  readonly lot: number;
  readonly side: 1 | -1;
  readonly type: OrderType;
  readonly role: 'entry' | 'exit';
  /** NaN when the order was sized at its fill and never filled. */
  readonly quantity: number;
  readonly filledQuantity: number;
  /** NaN when nothing filled. */
  readonly averagePrice: number;
  /** Limit, stop or target price; NaN for market orders. */
  readonly price: number;
  readonly status: OrderStatus;
  /** Why it was placed, and the rejection or cancellation code when there is one. */
  readonly reason: string;
  readonly code: string;
  readonly fee: number;
  /** Frame at whose close it was decided; frame of its last event. */
  readonly submittedBar: number;
  readonly closedBar: number;
}

export interface FillRow {
  readonly orderId: number;
  /** Number of the instrument. */
  readonly instrument: number;
  readonly tag: number;
  /** Lot that was entered or left; 0 in netting mode. */
  readonly lot: number;
  /** Frame: the bar when there is one instrument. */
  readonly bar: number;
  readonly side: 1 | -1;
  readonly quantity: number;
  readonly price: number;
  /** Price before slippage and rounding. */
  readonly rawPrice: number;
  readonly fee: number;
  readonly liquidity: 'maker' | 'taker';
  readonly reason: string;
  /** What moved the price of a fill that slipped, where the run models it. */
  readonly slippage?: SlippageParts;
}
