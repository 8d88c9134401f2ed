/** What a column of a file can be for. `date` and `clock` are a stamp in two columns. */
export type ColumnRole =
  'time' | 'close_time' | 'date' | 'clock' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'final';

/** Header names by role, the most telling first. Compared without case, spaces, punctuation and brackets. */
export const COLUMN_NAMES: Readonly<Record<ColumnRole, readonly string[]>> = {
  time: [
    'opentime',
    'starttime',
    'opentimestamp',
    'timestamputc',
    'timestamp',
    'datetime',
    'datetimeutc',
    'time',
    'date',
    'ts',
    't',
    'tsevent',
    'opentimems',
    'timestampms',
    'unix',
    'unixtime',
    'epoch',
    'begin',
    'start',
    'indexlevel0',
  ],
  close_time: ['closetime', 'closedatetime', 'closetimestamp', 'endtime', 'closedate', 'end'],
  date: ['date'],
  clock: ['time'],
  open: ['open', 'o', 'openprice'],
  high: ['high', 'h', 'highprice', 'max'],
  low: ['low', 'l', 'lowprice', 'min'],
  close: ['close', 'c', 'closeprice', 'last'],
  volume: ['volume', 'vol', 'v', 'basevolume', 'volumebase', 'tickvol'],
  final: ['isfinal', 'isclosed'],
};

export const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const has = (names: readonly string[], ...words: readonly string[]): boolean =>
  words.some((word) => names.includes(word));

/**
 * What a table without bars probably holds, for the message that refuses it.
 * Undefined when nothing is recognised.
 */
export function otherKind(header: readonly string[]): string | undefined {
  const names = header.map(plainName);
  if (names.some((name) => name.includes('funding')) || (has(names, 'rate') && names.length <= 3))
    return 'funding rates';
  if (has(names, 'bid', 'bidprice') && has(names, 'ask', 'askprice')) return 'quotes';
  if (has(names, 'price', 'p') && has(names, 'qty', 'quantity', 'amount', 'size', 'q')) return 'trades';
  return undefined;
}
