import type { z } from 'zod';
import { canonicalJson } from '../base/json.js';
import type { SessionName, SourceName } from '../data/market.js';

/** One value a bar; NaN where it is not defined. */
export type Series = Float64Array;
/** Bars at which something happened, in time order: `i` for upwards, `~i` (bitwise not) for downwards. */
export type Events = Int32Array;

export interface ColumnKinds {
  series: Series;
  events: Events;
}
export type ColumnKind = keyof ColumnKinds;

/** What a strategy wants to read, declared as data: equal keys mean equal values, so a sweep computes each key once. */
export interface ColumnRequest<K extends ColumnKind = ColumnKind> {
  /** Canonical content: indicator, parameters and the keys of the inputs. */
  readonly key: string;
  readonly kind: K;
  readonly inputs: readonly SeriesInput[];
  /** Computes the column; `inputs` are the resolved series, all of one length. */
  compute(inputs: readonly Series[]): ColumnKinds[K];
}

/** A column of the market by name, or another requested series. Session columns exist only in a market that has sessions. */
export type SeriesInput = SourceName | SessionName | ColumnRequest<'series'>;

export interface IndicatorDefinition<P, K extends ColumnKind> {
  /** Public name; equals the file name. */
  readonly name: string;
  readonly summary: string;
  readonly params: z.ZodType<P>;
  /** Series that are read when a request names no others. */
  readonly inputs: readonly SeriesInput[];
  readonly output: K;
  /** Index of the first bar whose value can be defined (series) or that can hold an event. */
  warmup(params: P): number;
  /** Pure: same inputs, same bits; inputs are never written to; the value at i reads nothing after i. */
  compute(inputs: readonly Series[], params: P): ColumnKinds[K];
}

/** An indicator is called to make a request, and carries its definition for listings and the contract suite. */
export type Indicator<P = never, K extends ColumnKind = ColumnKind> = IndicatorDefinition<P, K> &
  ((params: P, ...inputs: SeriesInput[]) => ColumnRequest<K>);

/** Makes an indicator out of its definition. Parameters are checked by the strategy's schema before they come here. */
export function defineIndicator<P extends object, K extends ColumnKind>(
  definition: IndicatorDefinition<P, K>,
): Indicator<P, K> {
  const request = (params: P, ...given: SeriesInput[]): ColumnRequest<K> => {
    const inputs = given.length > 0 ? given : definition.inputs;
    const inputKeys = inputs.map((input) => (typeof input === 'string' ? input : input.key));
    return {
      key: `${definition.name}(${canonicalJson(params)};${inputKeys.join(',')})`,
      kind: definition.output,
      inputs,
      compute: (series) => definition.compute(series, params),
    };
  };
  // A function's own `name` is read-only; defining it anew keeps the definition's fields readable on the callable.
  const { name, ...fields } = definition;
  return Object.defineProperty(Object.assign(request, fields), 'name', { value: name }) as Indicator<P, K>;
}
