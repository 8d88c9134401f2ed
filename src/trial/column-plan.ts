import type { ParamValue } from '../base/json.js';
import { withValue } from '../config/yaml/resolve-point.js';
import type { ColumnRequest, SeriesInput } from '../indicators/_indicator.js';
import type { InstrumentRules } from '../engine/rules.js';
import type { Space } from '../search/space.js';
import type { StrategyDefinition } from '../strategies/_strategy.js';

/** The distinct columns of a sweep. */
export interface ColumnPlan {
  /** Columns worth sharing, in the order in which they were found; inputs stand before what builds on them. */
  readonly requests: readonly ColumnRequest[];
  /** False when there were too many to list; the threads then compute the rest for themselves. */
  readonly isComplete: boolean;
}

/** Requests that are made to find the columns of one function of a strategy, at most. */
const MOST_REQUESTS = 10_000;

/**
 * Collects the distinct columns of a whole space without listing its points. Each column function is watched while it reads its
 * parameters; only the dimensions that it does read are gone through, so a column of one window costs as many steps as the window has
 * values, however large the space is.
 *
 * @param params complete parameters of one feasible trial, to start from
 * @param instrument rules of the instrument that the columns are for
 */
export function planColumns(
  strategy: StrategyDefinition,
  space: Space,
  params: unknown,
  instrument: InstrumentRules,
): ColumnPlan {
  const found = new Map<string, ColumnRequest>();
  let isComplete = true;
  const sizes = new Map(space.dimensions.filter((d) => d.target !== 'settings').map((d) => [d.name, d.size]));

  for (const request of Object.values(strategy.columns)) {
    let left = MOST_REQUESTS;
    const explore = (assigned: ReadonlyMap<string, ParamValue>): void => {
      left--;
      const read = new Set<string>();
      const wanted = request(watch(withValues(params, assigned), '', read), instrument);
      const open = [...read].find((path) => sizes.has(path) && !assigned.has(path));
      if (open === undefined) {
        if (wanted) collect(wanted, found);
        return;
      }
      const dimension = space.dimensions.find((d) => d.name === open)!;
      if (dimension.size === null || dimension.size > left) {
        isComplete = false;
        return;
      }
      for (let k = 0; k < dimension.size; k++) explore(new Map(assigned).set(open, dimension.at(k)));
    };
    explore(new Map());
  }
  return { requests: [...found.values()], isComplete };
}

/**
 * Collects the columns that at least two of the given trials read: what a random design, which touches few points of a large space, can
 * share.
 */
export function planColumnsOfTrials(
  strategy: StrategyDefinition,
  trials: Iterable<unknown>,
  instrument: InstrumentRules,
): ColumnPlan {
  const once = new Map<string, ColumnRequest>();
  const shared = new Map<string, ColumnRequest>();
  for (const params of trials) {
    const found = new Map<string, ColumnRequest>();
    for (const request of Object.values(strategy.columns)) {
      const wanted = request(params, instrument);
      if (wanted) collect(wanted, found);
    }
    for (const [key, request] of found) {
      if (once.has(key)) shared.set(key, request);
      else once.set(key, request);
    }
  }
  return { requests: [...shared.values()], isComplete: true };
}

/**
 * Shared memory that holds columns of one market at most: doubles of series, 32-bit integers of events, which may have an entry at every
 * bar, each rounded up to 8 bytes.
 */
export function columnBytes(requests: readonly ColumnRequest[], bars: number): number {
  return requests.reduce((sum, { kind }) => sum + 8 * Math.ceil(kind === 'series' ? bars : bars / 2), 0);
}

function collect(request: ColumnRequest, found: Map<string, ColumnRequest>): void {
  request.inputs.forEach((input: SeriesInput) => {
    if (typeof input !== 'string') collect(input, found);
  });
  if (!found.has(request.key)) found.set(request.key, request);
}

function withValues(params: unknown, assigned: ReadonlyMap<string, ParamValue>): unknown {
  let root = params as Parameters<typeof withValue>[0];
  for (const [path, value] of assigned) root = withValue(root, path.split('.'), value);
  return root;
}

/** The same object, with the dotted paths that are read collected. */
function watch(value: unknown, path: string, read: Set<string>): unknown {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== 'string') return inner;
      const name = path === '' ? key : `${path}.${key}`;
      read.add(name);
      return watch(inner, name, read);
    },
  });
}
