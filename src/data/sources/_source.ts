import type { SourceName } from '../market.js';
import type { DataSpec } from '../data-spec.js';
import type { EpochUnit, StampFault, StampReader } from '../read/stamp-reader.js';

/** A file to read, with everything the user said about it. */
export interface SourceRequest {
  /** Where the file lies; empty for a source that reads none. */
  readonly path: string;
  /** Name of the file in messages, as the user wrote it. */
  readonly label: string;
  readonly spec: DataSpec;
  /** Turns this file's stamps into instants. */
  readonly stamps: StampReader;
}

/** Rows as a source found them: nothing sorted, dropped or mended. Judged by `validate`. */
export interface RawBars {
  readonly length: number;
  /** NaN where a cell holds no plain finite number, or a stamp no instant. */
  readonly columns: Readonly<Record<SourceName, Float64Array>>;
  /** Whether `time` holds opens or closes of bars. */
  readonly stamp: 'open' | 'close';
  /** Name of a row for the user, such as `row 17`. */
  rowName(i: number): string;
  /** A cell as it stands in the file. */
  written(i: number, column: SourceName): string;
  /** Why row i has no instant. */
  stampFault(i: number): StampFault;
  readonly units: Readonly<Record<EpochUnit, number>>;
  /** Which column of the file each value came from. */
  readonly mapping: string;
  readonly notices: readonly string[];
}

export interface Source {
  /** Public name; equals the file name and the word in sweep files. */
  readonly name: string;
  readonly summary: string;
  /** File name endings by which a path is recognised; empty when it reads no file. */
  readonly extensions: readonly string[];
  /** @throws DataError when the file is no table of bars */
  read(request: SourceRequest): Promise<RawBars>;
}

export const defineSource = (source: Source): Source => source;
