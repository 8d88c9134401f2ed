import { formatTime } from '../../base/time.js';
import { DataError, type Finding } from '../../base/errors.js';

/** A rule that a row of bars can break. */
export interface RowRule {
  readonly code: Finding['code'];
  /** As a sentence. */
  readonly rule: string;
  readonly hint: string;
}

interface Broken {
  count: number;
  readonly first: { readonly place: string; readonly value: string }[];
  readonly rows: string[];
}

const SHOWN_ROWS = 5;

/** Place of a row in messages: file, row and, when there is one, its stamp. */
export function rowPlace(file: string, row: string, time: number): string {
  return Number.isFinite(time) ? `${file} ${row} (${formatTime(time)})` : `${file} ${row}`;
}

/** Collects the rows that break a rule, so that a file with a thousand bad rows is answered by one finding a rule, with the count and the first rows. */
export class FaultLog {
  readonly #broken = new Map<RowRule, Broken>();

  add(rule: RowRule, place: string, row: string, value: string): void {
    let entry = this.#broken.get(rule);
    if (!entry) this.#broken.set(rule, (entry = { count: 0, first: [], rows: [] }));
    entry.count++;
    if (entry.first.length === 0) entry.first.push({ place, value });
    if (entry.rows.length < SHOWN_ROWS) entry.rows.push(row.replace(/^row /, ''));
  }

  /** Whether only the count of a rule still changes; its texts need not be made any more. */
  isFull(rule: RowRule): boolean {
    return (this.#broken.get(rule)?.rows.length ?? 0) >= SHOWN_ROWS;
  }

  count(rule: RowRule): void {
    this.#broken.get(rule)!.count++;
  }

  /** @throws DataError with one finding a broken rule */
  throwIfAny(): void {
    if (this.#broken.size === 0) return;
    throw new DataError(
      [...this.#broken].map(([{ code, rule, hint }, { count, first, rows }]) => {
        const more = count > rows.length ? ', …' : '';
        return {
          code,
          place: first[0]!.place,
          value: first[0]!.value,
          rule: count === 1 ? rule : `${rule} (${count} rows: ${rows.join(', ')}${more})`,
          hint,
        };
      }),
    );
  }
}
