import { DataError } from '../../base/errors.js';

/** Counts the rows of a file whose bar had not ended when it was written; the column is one of words or numbers for yes and no. */
export class Unfinished {
  count = 0;
  readonly #label: string;

  /** @param label name of the file in messages */
  constructor(label: string) {
    this.#label = label;
  }

  /**
   * Whether the bar of a row was not finished, by what its cell says.
   *
   * @throws DataError HG-DATA-015 for a cell that says neither
   */
  has(cell: string, rowName: () => string): boolean {
    const word = cell.trim().toLowerCase();
    if (['true', '1', 't', 'yes', 'y'].includes(word)) return false;
    if (!['false', '0', 'f', 'no', 'n'].includes(word)) {
      throw new DataError({
        code: 'HG-DATA-015',
        place: `${this.#label} ${rowName()}`,
        value: cell,
        rule: 'the column that tells whether a bar is finished says true or false',
        hint: 'mend the row, or say columns: { final: null } to take every row as finished',
      });
    }
    this.count++;
    return true;
  }

  get notices(): readonly string[] {
    if (this.count === 0) return [];
    const rows = this.count === 1 ? 'row of a bar that was' : 'rows of bars that were';
    return [`${this.#label}: ${this.count} ${rows} not finished, left out`];
  }
}

/** What is wrong with a file all of whose bars were still growing. */
export const nothingFinished = (label: string): DataError =>
  new DataError({
    code: 'HG-DATA-006',
    place: label,
    rule: 'a file of bars has at least one row of a finished bar',
    hint: 'fetch it again once a bar has ended',
  });
