import type { Market, SessionName, SourceName } from '../data/market.js';
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
  readonly #sessionSources = new Map<SessionName, Series>();
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
    this.#shared?.countRequest();
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
    this.#shared?.countApart();
    const values = this.#compute(request);
    this.#keep(key, values);
    return values;
  }

  #compute<K extends ColumnKind>(request: ColumnRequest<K>): ColumnKinds[K] {
    const inputs = request.inputs.map((input): Series =>
      typeof input === 'string' ? this.#source(input) : this.get(input),
    );
    return request.compute(inputs);
  }

  #source(name: SourceName | SessionName): Series {
    if (name !== 'session' && name !== 'session_minute') return this.#market[name];
    const known = this.#sessionSources.get(name);
    if (known) return known;
    const { sessions } = this.#market;
    if (!sessions) throw new RangeError(`a column reads ${name}, but the venue has no sessions`);
    const values = Float64Array.from(name === 'session' ? sessions.index : sessions.minute);
    this.#sessionSources.set(name, values);
    return values;
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
