import type { Step } from '../base/step.js';

/** Order in which a bar's prices are visited; `worst` lets a position meet its adverse extreme first. */
export type IntrabarPath = 'adaptive' | 'ohlc' | 'olhc' | 'worst';

/** What an instrument's venue allows. `null` switches a filter off. */
export interface InstrumentRules {
  /** `netting`: one signed position. `hedge`: every entry opens a lot of its own, longs and shorts side by side. */
  readonly positionMode: 'netting' | 'hedge';
  readonly allowShort: boolean;
  /** Quote currency that a price move of 1 is worth per unit held: 1 for spot, the point value for futures. */
  readonly multiplier: number;
  readonly tick: Step | null;
  readonly lot: Step | null;
  /** Base units. */
  readonly minQuantity: number | null;
  readonly maxQuantity: number | null;
  /** Quote currency. */
  readonly minNotional: number | null;
  /** Quote currency, of one order. */
  readonly maxNotional: number | null;
  /** Prices that the venue takes orders between. */
  readonly priceBand: { readonly low: number | null; readonly high: number | null };
  /** Whether the venue knows the instrument, where it is asked to list all that it trades. */
  readonly isListed: boolean;
  /** Whether the venue takes orders at all. */
  readonly isTrading: boolean;
}

export interface AccountRules {
  readonly initialCash: number;
  /** `cash`: equity is cash plus market value. `margin`: equity is cash plus unrealised profit. */
  readonly kind: 'cash' | 'margin';
  /** Largest notional per equity, > 0. */
  readonly leverage: number;
  /** Equity at or below this share of the notional liquidates; 0 = never. */
  readonly maintenanceRate: number;
}

/** Slippage that grows with the share of the bar's volume that a fill takes: factor x quantity / volume. */
export interface ImpactRules {
  readonly factor: number;
  /** Of the factor: price units, or basis points of the price. */
  readonly unit: 'price' | 'bps';
  /** Stands for the volume of a bar without any, > 0. */
  readonly leastVolume: number;
}

export interface ExecutionRules {
  /** `maker` and `taker` are fractions of the traded value, `fixed` is quote currency a fill, `perUnit` quote currency a unit. */
  readonly fees: {
    readonly maker: number;
    readonly taker: number;
    readonly fixed: number;
    readonly perUnit: number;
  };
  /** How resting orders of a hedge book trade when the price touches them, and stops when they are triggered. */
  readonly fillModel: {
    /** `naive`: touched is filled. `realistic`: by chance where the price is less than a tick beyond. `probabilistic`: always by chance. */
    readonly type: 'naive' | 'realistic' | 'probabilistic';
    /** Chance a bar of a resting order. */
    readonly makerProbability: number;
    /** Chance a bar of a triggered stop. */
    readonly takerProbability: number;
  };
  /** Fraction of the price by which a taker fill moves against us. */
  readonly slippage: number;
  /** The same in price units, on top. */
  readonly slippagePrice: number;
  /** Whether a slipped price is rounded to the tick, against us. */
  readonly slippageOnTick: boolean;
  /** Whether funding is paid where the market has a series of rates. */
  readonly funding: boolean;
  /** Which volume our orders trade in, and how much of it. */
  readonly participation: ParticipationRules;
  /** What our share of a bar's volume adds to the slippage; null = nothing. */
  readonly impact: ImpactRules | null;
  /** Whether a target that did not gap slips, too. */
  readonly targetSlippage: boolean;
  readonly path: IntrabarPath;
  /** Price of a limit that the open has passed. */
  readonly limitGap: 'open' | 'limit';
  /** Whether a resting limit trades where the price only touches it; otherwise the price must go beyond. */
  readonly limitTouch: boolean;
  /** Raw price of a stop that the open has passed. */
  readonly stopGap: 'open' | 'stop';
  /** Whether exits attached inside a bar are live on the rest of its path. */
  readonly sameBarExits: boolean;
  readonly flattenAtEnd: boolean;
  /** Close positions at the close of a session's last bar. */
  readonly flattenAtSessionEnd: boolean;
  /** Between a decision and the order's arrival, ms; drawn for each order from `min`, `min + step`, ... below `max`, `min` where there is none. */
  readonly latency: { readonly min: number; readonly max: number; readonly step: number };
}

/** How much of a bar's volume orders may take: handed out in the order in which they trade, what is left over goes on at the next bar. */
export interface ParticipationRules {
  /** Largest part of the volume that our orders take together, basis points; null = no limit. */
  readonly bps: number | null;
  /** Volume that is shared, and that an impact is measured against: of the bar that fills, known only at its end, or of the bar before it. */
  readonly volume: 'current' | 'previous';
}

/** Rules of the account that judge its equity, and its orders, at the close. Fractions; Infinity switches a rule off. */
export interface RiskRules {
  /** Drawdown beyond which everything is closed for good. */
  readonly maxDrawdown: number;
  /** Loss since the last close of an earlier UTC day beyond which everything is closed and no entry is taken until the next day. */
  readonly maxDailyLoss: number;
  /** Whether a liquidation ends trading. */
  readonly stopOnLiquidation: boolean;
  /** Failed orders that pause the entries; null = none do. */
  readonly breaker: BreakerRules | null;
}

/** So many failed orders within a window of time, counted by the opens of their bars, pause the entries of the account. */
export interface BreakerRules {
  /** >= 1. */
  readonly failures: number;
  readonly windowMs: number;
  /** From the close at which it trips; entries are taken again at the first close that is as late. */
  readonly cooldownMs: number;
}

/** Samples of the equity and the returns between them. */
export interface ReturnRules {
  /** ms between samples: the last close at or before each multiple since 1970; null = each close, `day` = UTC-day closes. */
  readonly every: 'day' | number | null;
  readonly kind: 'simple' | 'log';
}

/** A figure's part in a weighted score: between its bounds it counts 0 to 1, beyond them as at them, and 1/2 where they are equal. */
export interface ScorePart {
  readonly weight: number;
  readonly bounds: readonly [least: number, greatest: number];
}

/** What `hedge_grid_score` is made of; the drawdown, a fraction, is subtracted. */
export interface GridScoreRules {
  readonly sharpeRatio: ScorePart;
  readonly profitFactor: ScorePart;
  readonly calmarRatio: ScorePart;
  readonly maxDrawdown: ScorePart;
}

/** Everything about a run that is neither market data nor strategy. */
export interface RunRules {
  readonly account: AccountRules;
  readonly instrument: InstrumentRules;
  readonly execution: ExecutionRules;
  readonly risk: RiskRules;
  /** Of everything in the run that chance decides. */
  readonly seed: number;
  /** `sleep` visits only bars on which something can happen; `every-bar` is the reference. Both give the same bits. */
  readonly mode: 'sleep' | 'every-bar';
  /** Returns that the ratios are made of. */
  readonly returns: ReturnRules;
  /** Returns a year, for annualisation: 365, 252, or the bars of a year. */
  readonly periodsPerYear: number;
  /** Yearly return without risk, by which ratios are reduced; fraction. */
  readonly riskFreeRate: number;
  readonly gridScore: GridScoreRules;
}

/** Bars [from, to) are traded and measured; what lies before `from` is only history for indicators. */
export interface RunWindow {
  readonly from: number;
  readonly to: number;
}
