import type { ColumnKind, ColumnKinds, ColumnRequest } from '../indicators/_indicator.js';

/** Columns that the threads of a sweep share, as plain data and shared memory. */
export interface SharedColumnsHandle {
  /** Keys of the columns that may be shared. */
  readonly keys: readonly string[];
  /** Counters, then state, offset and length of each key's column. */
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
}

/** How the sharing went, over all threads. */
export interface ColumnStatistics {
  /** Columns computed into shared memory, each once. */
  readonly computed: number;
  /** Columns computed by threads for themselves, because they were not to be shared or found no room. */
  readonly apart: number;
  /** Columns that trials and other columns asked for. */
  readonly requests: number;
  /** Columns that found no room. */
  readonly overflows: number;
  readonly bytes: number;
}

// A column's state. Whoever moves it from EMPTY to CLAIMED computes it; OVERFLOW means that every thread computes its own.
const EMPTY = 0;
const CLAIMED = 1;
const READY = 2;
const OVERFLOW = 3;

// Layout of `control`, in Int32: counters first, then three numbers a key. Offsets count units of 8 bytes, which reaches 16 GiB.
const NEXT_FREE = 0;
const COMPUTED = 1;
const APART = 2;
const OVERFLOWS = 3;
const REQUESTS = 4;
const HEADER = 8;
const STRIDE = 3;
const UNIT = 8;

/** A thread that dies while it computes leaves its claim behind; after this long the others stop waiting and compute for themselves. */
const PATIENCE_MS = 5_000;

/** Key of a column of one market: the bars belong to it. */
export const columnKey = (marketDigest: string, key: string): string => `${marketDigest} ${key}`;

/** Reserves shared memory for columns; the system commits it only as it is written. */
export function createSharedColumns(keys: readonly string[], bytes: number): SharedColumnsHandle {
  return {
    keys,
    control: new SharedArrayBuffer((HEADER + STRIDE * keys.length) * Int32Array.BYTES_PER_ELEMENT),
    data: new SharedArrayBuffer(Math.floor(bytes / UNIT) * UNIT),
  };
}

export function columnStatistics(handle: SharedColumnsHandle): ColumnStatistics {
  const control = new Int32Array(handle.control);
  return {
    computed: Atomics.load(control, COMPUTED),
    apart: Atomics.load(control, APART) >>> 0,
    requests: Atomics.load(control, REQUESTS) >>> 0,
    overflows: Atomics.load(control, OVERFLOWS),
    bytes: Math.min(Atomics.load(control, NEXT_FREE) * UNIT, handle.data.byteLength),
  };
}

/**
 * One thread's view of the shared columns of one market. A column is computed by the first thread that asks for it, straight on demand: there is no
 * phase in which threads wait for columns they do not need. Since a column is a pure function of its key, it does not matter who is first.
 */
export class SharedColumns {
  readonly #control: Int32Array;
  readonly #data: SharedArrayBuffer;
  readonly #slots: ReadonlyMap<string, number>;

  readonly #marketDigest: string;

  constructor(handle: SharedColumnsHandle, marketDigest: string) {
    this.#control = new Int32Array(handle.control);
    this.#data = handle.data;
    this.#marketDigest = marketDigest;
    this.#slots = new Map(handle.keys.map((key, k) => [key, HEADER + STRIDE * k]));
  }

  /** Counts a request, whoever answers it. */
  countRequest(): void {
    Atomics.add(this.#control, REQUESTS, 1);
  }

  /** Counts a column that a thread computes for itself. */
  countApart(): void {
    Atomics.add(this.#control, APART, 1);
  }

  /**
   * The column of a request, computed by `compute` if no thread has done so; null when the column is not to be shared or found no room.
   */
  get<K extends ColumnKind>(request: ColumnRequest<K>, compute: () => ColumnKinds[K]): ColumnKinds[K] | null {
    const slot = this.#slots.get(columnKey(this.#marketDigest, request.key));
    if (slot === undefined) return null;
    const control = this.#control;
    if (Atomics.compareExchange(control, slot, EMPTY, CLAIMED) === EMPTY) {
      let values: ColumnKinds[K];
      try {
        values = compute();
      } catch (error) {
        this.#giveUp(slot);
        throw error;
      }
      return this.#publish(slot, request.kind, values);
    }
    if (Atomics.load(control, slot) === CLAIMED && Atomics.wait(control, slot, CLAIMED, PATIENCE_MS) === 'timed-out') {
      this.#giveUp(slot);
    }
    if (Atomics.load(control, slot) !== READY) return null;
    return this.#view(slot, request.kind);
  }

  #publish<K extends ColumnKind>(slot: number, kind: K, values: ColumnKinds[K]): ColumnKinds[K] {
    const control = this.#control;
    const units = Math.ceil(values.byteLength / UNIT);
    const offset = this.#reserve(units);
    if (offset < 0) {
      Atomics.add(control, OVERFLOWS, 1);
      this.#giveUp(slot);
      return values;
    }
    control[slot + 1] = offset;
    control[slot + 2] = values.length;
    const view = this.#view(slot, kind);
    view.set(values);
    Atomics.add(control, COMPUTED, 1);
    Atomics.store(control, slot, READY);
    Atomics.notify(control, slot);
    return view;
  }

  /** Leaves the column to every thread for itself, unless it has become ready. */
  #giveUp(slot: number): void {
    Atomics.compareExchange(this.#control, slot, CLAIMED, OVERFLOW);
    Atomics.notify(this.#control, slot);
  }

  /** Units of room at the returned offset; -1 when there is none. */
  #reserve(units: number): number {
    const control = this.#control;
    const room = this.#data.byteLength / UNIT;
    for (;;) {
      const offset = Atomics.load(control, NEXT_FREE);
      if (offset + units > room) return -1;
      if (Atomics.compareExchange(control, NEXT_FREE, offset, offset + units) === offset) return offset;
    }
  }

  #view<K extends ColumnKind>(slot: number, kind: K): ColumnKinds[K] {
    const offset = this.#control[slot + 1]! * UNIT;
    const length = this.#control[slot + 2]!;
    const view =
      kind === 'series' ? new Float64Array(this.#data, offset, length) : new Int32Array(this.#data, offset, length);
    return view as ColumnKinds[K];
  }
}
