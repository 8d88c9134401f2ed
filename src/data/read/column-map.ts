import { DataError } from '../../base/errors.js';
import { COLUMN_NAMES, otherKind, plainName, type ColumnRole } from './column-names.js';
import type { DataSpec } from '../data-spec.js';

/** Where in a row each value stands. */
export interface ColumnMap {
  /** Position of the stamp, or of its day when `clock` is there. */
  readonly time: number;
  readonly clock: number | null;
  readonly stamp: 'open' | 'close';
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** null: no such column, volume is 0. */
  readonly volume: number | null;
  /** Whether the bar is finished; null: no such column, all are. */
  readonly final: number | null;
  /** For the report: `time=open_time open=open ...`. */
  readonly text: string;
}

export interface TableHead {
  /** Name of the file in messages. */
  readonly label: string;
  /** One name a column; positions where the file has no header. */
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** Cells of the first row, to tell a day from a day with a time. */
  readonly sample: readonly string[];
}

const PRICES = ['open', 'high', 'low', 'close'] as const;

/**
 * Finds the columns of bars: those the user named, the others by their usual names, and without a header by the usual layouts.
 *
 * @throws DataError when a column is missing or cannot be told from another
 */
export function mapColumns(head: TableHead, spec: Pick<DataSpec, 'columns' | 'stamp'>): ColumnMap {
  const given = spec.columns ?? {};
  const find = (role: ColumnRole): number | undefined => {
    const ref = given[role];
    if (ref !== undefined && ref !== null) return resolve(head, role, ref);
    if (!head.hasHeader) return headerless(head, role, spec);
    return byUsualName(head, role);
  };
  const prices = PRICES.map((role) => [role, find(role)] as const);
  const absent = prices.filter(([, at]) => at === undefined).map(([role]) => role);
  if (absent.length > 0) throw noBars(head, absent);
  const [open, high, low, close] = prices.map(([, at]) => at!) as [number, number, number, number];
  const volume = given.volume === null ? null : find('volume');
  if (volume === undefined) throw noVolume(head);
  const final = given.final === null ? null : (find('final') ?? null);
  const stamp = findStamp(head, spec, find);
  const name = (at: number) => (head.hasHeader ? head.names[at] || `column ${at}` : `column ${at}`);
  const time = stamp.clock === null ? name(stamp.time) : `${name(stamp.time)}+${name(stamp.clock)}`;
  const rest = [...prices.map(([role, at]) => [role, at!] as const), ['volume', volume] as const];
  const text = [
    `time=${time} (${stamp.stamp})`,
    ...rest.map(([role, at]) => `${role}=${at === null ? 'none' : name(at)}`),
    ...(final === null ? [] : [`final=${name(final)}`]),
  ];
  return { ...stamp, open, high, low, close, volume, final, text: text.join(' ') };
}

type Find = (role: ColumnRole) => number | undefined;

function findStamp(head: TableHead, spec: Pick<DataSpec, 'columns' | 'stamp'>, find: Find) {
  const given = spec.columns ?? {};
  const stamp = spec.stamp ?? 'open';
  if (given.close_time !== undefined)
    return { time: find('close_time')!, clock: null, stamp: spec.stamp ?? ('close' as const) };
  if (given.time === undefined) {
    const date = find('date');
    const clock = find('clock');
    const isSplit =
      given.clock !== undefined || (date !== undefined && clock !== undefined && isClock(head.sample[clock]));
    if (isSplit && date !== undefined && clock !== undefined) return { time: date, clock, stamp };
  }
  // A nameless first column is the index that pandas writes.
  const time = find('time') ?? (head.hasHeader && head.names[0]?.trim() === '' ? 0 : undefined);
  if (time !== undefined) return { time, clock: null, stamp };
  const closeTime = find('close_time');
  if (closeTime !== undefined) return { time: closeTime, clock: null, stamp: spec.stamp ?? ('close' as const) };
  throw new DataError({
    code: 'HG-DATA-011',
    place: head.label,
    value: head.names.join(','),
    rule: 'a table of bars has a column of time stamps',
    hint: 'name it with columns: { time: ... }',
  });
}

const isClock = (cell: string | undefined): boolean => /^\d{1,2}:\d\d/.test(cell?.trim() ?? '');

function resolve(head: TableHead, role: ColumnRole, ref: string | number): number {
  const position = typeof ref === 'number' ? ref : undefined;
  const exact = typeof ref === 'string' && head.hasHeader ? head.names.indexOf(ref) : -1;
  const loose =
    exact >= 0 || typeof ref !== 'string' || !head.hasHeader ? -1 : head.names.map(plainName).indexOf(plainName(ref));
  const at = position ?? (exact >= 0 ? exact : loose);
  if (at >= 0 && at < head.names.length) return at;
  throw new DataError({
    code: 'HG-DATA-011',
    place: head.label,
    value: String(ref),
    rule: head.hasHeader
      ? `columns.${role} names a column of the file: ${head.names.join(', ')}`
      : `columns.${role} is a position from 0 to ${head.names.length - 1}: the file has no header`,
    hint: 'correct the name or the position',
  });
}

function byUsualName(head: TableHead, role: ColumnRole): number | undefined {
  const names = head.names.map(plainName);
  for (const known of COLUMN_NAMES[role]) {
    const at = names.indexOf(known);
    if (at < 0) continue;
    if (names.indexOf(known, at + 1) < 0) return at;
    throw new DataError({
      code: 'HG-DATA-011',
      place: head.label,
      value: head.names.join(','),
      rule: `only one column is called ${known}`,
      hint: `choose one by position with columns: { ${role}: ${at} }`,
    });
  }
  return undefined;
}

/** Layouts without a header: exchange klines of 12 columns, and stamp, open, high, low, close, volume with at most two columns more. */
const HEADERLESS: readonly ColumnRole[] = ['time', 'open', 'high', 'low', 'close', 'volume'];

function headerless(head: TableHead, role: ColumnRole, spec: Pick<DataSpec, 'columns'>): number | undefined {
  const count = head.names.length;
  const isKnown = count === 12 || (count >= 5 && count <= 7);
  const isMapped = PRICES.every((price) => spec.columns?.[price] !== undefined);
  const at = HEADERLESS.indexOf(role);
  if (!isKnown || isMapped || at < 0 || at >= count) return undefined;
  return at;
}

function noBars(head: TableHead, absent: readonly string[]): DataError {
  const kind = head.hasHeader ? otherKind(head.names) : otherLayout(head);
  return new DataError({
    code: 'HG-DATA-010',
    place: head.label,
    value: head.hasHeader ? head.names.join(',') : head.sample.join(','),
    rule: `this file has no ${absent.join('/')} column${absent.length > 1 ? 's' : ''}${kind ? `; it looks like ${kind}` : ''}`,
    hint: kind ? 'bars are needed here' : 'name the columns of the bars with columns: { open: ..., high: ..., ... }',
  });
}

/** What a table without a header probably holds, by its shape. */
function otherLayout({ names, sample }: TableHead): string | undefined {
  if (names.length === 2) return 'funding rates';
  if (names.length === 11) return 'quotes (bid and ask bars)';
  if (sample.some((cell) => /^(true|false)$/i.test(cell))) return 'trades';
  return undefined;
}

function noVolume(head: TableHead): DataError {
  return new DataError({
    code: 'HG-DATA-012',
    place: head.label,
    value: head.names.join(','),
    rule: 'this file has no volume column; it looks like mark prices or quotes',
    hint: 'if bars without volume are meant, say columns: { volume: null }: volume is then 0 on every bar',
  });
}
