import type { Market } from '../data/market.js';
import type { ColumnKind, ColumnKinds, ColumnRequest, Series } from '../indicators/_indicator.js';
import type { SharedColumns } from './shared-columns.js';

/**
 * The columns a thread has at hand: shared ones as views, others computed here and kept while there is room, the longest unused
 * leaving first.
 */
export class ColumnStore {
  readonly #market: Market;
  readonly #shared: SharedColumns | null;
  readonly #roomBytes: number;
  readonly #views = new Map<string, ColumnKinds[ColumnKind]>();
  /** In order of use, the longest unused first: a Map keeps the order of insertion. */
  readonly #own = new Map<string, ColumnKinds[ColumnKind]>();
  #ownBytes = 0;

  constructor(market: Market, shared: SharedColumns | null, roomBytes: number) {
    this.#market = market;
    this.#shared = shared;
    this.#roomBytes = roomBytes;
  }

  get<K extends ColumnKind>(request: ColumnRequest<K>): ColumnKinds[K] {
    const { key } = request;
    const view = this.#views.get(key);
    if (view) return view as ColumnKinds[K];
    const own = this.#own.get(key);
    if (own) {
      this.#own.delete(key);
      this.#own.set(key, own);
      return own as ColumnKinds[K];
    }
    const shared = this.#shared?.get(request, () => this.#compute(request));
    if (shared) {
      this.#views.set(key, shared);
      return shared;
    }
    const values = this.#compute(request);
    this.#keep(key, values);
    return values;
  }

  #compute<K extends ColumnKind>(request: ColumnRequest<K>): ColumnKinds[K] {
    const inputs = request.inputs.map((input): Series =>
      typeof input === 'string' ? this.#market[input] : this.get(input),
    );
    return request.compute(inputs);
  }

  #keep(key: string, values: ColumnKinds[ColumnKind]): void {
    this.#own.set(key, values);
    this.#ownBytes += values.byteLength;
    for (const [oldest, column] of this.#own) {
      if (this.#ownBytes <= this.#roomBytes || oldest === key) break;
      this.#own.delete(oldest);
      this.#ownBytes -= column.byteLength;
    }
  }
}
