import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createZone } from '../../../src/base/zone.js';
import { StampReader, type StampOptions } from '../../../src/data/read/stamp-reader.js';

const NONE: StampOptions = { zone: null, fold: null, date: null };
const IN_NEW_YORK: StampOptions = { ...NONE, zone: createZone('America/New_York') };

function read(text: string, options = NONE): number | string {
  const reader = new StampReader(options);
  const bytes = new TextEncoder().encode(`"${text}"`);
  const time = reader.read(bytes, 1, bytes.length - 1);
  return Number.isNaN(time) ? reader.fault : time;
}

const utc = (text: string): number => Date.parse(text);

describe('a stamp that is a number', () => {
  test.each([
    ['seconds', '1735689600'],
    ['milliseconds', '1735689600000'],
    ['microseconds', '1735689600000000'],
    ['nanoseconds', '1735689600000000000'],
    ['seconds with a fraction', '1735689600.0'],
  ])('may be in %s', (_, text) => expect(read(text)).toBe(utc('2025-01-01T00:00:00Z')));

  test('is recognised in all four units at any time from 2000 to 2100', () => {
    fc.assert(
      fc.property(fc.integer({ min: 946_684_800, max: 4_102_444_799 }), (second) => {
        for (const zeros of ['', '000', '000000', '000000000']) expect(read(`${second}${zeros}`)).toBe(second * 1000);
      }),
    );
  });

  test.each(['0', '1', '86400000', '946684799', '4102444800', '99999999999', '-1735689600'])(
    '%s is refused',
    (text) => {
      expect(read(text)).toMatch(/implausible|unreadable/);
    },
  );

  test('counts from midnight of the day that is given', () => {
    const options = { ...IN_NEW_YORK, date: utc('2013-10-04T00:00:00Z') };
    expect(read('34200000', options)).toBe(utc('2013-10-04T09:30:00-04:00'));
    expect(read('0', options)).toBe(utc('2013-10-04T00:00:00-04:00'));
    expect(read('86400000', options)).toBe('implausible');
  });
});

describe('a stamp that is a date', () => {
  test.each([
    ['2024-03-10T14:30:00Z', '2024-03-10T14:30:00Z'],
    ['2024-03-10 14:30:00+00:00', '2024-03-10T14:30:00Z'],
    ['2024-03-10 14:30:00 UTC', '2024-03-10T14:30:00Z'],
    ['2024-03-10T14:30:00.123456789Z', '2024-03-10T14:30:00.123Z'],
    ['2024-03-10 14:30-04', '2024-03-10T18:30:00Z'],
    ['2024-03-10T14:30:00+0530', '2024-03-10T09:00:00Z'],
  ])('and a zone, %s, is an instant', (text, instant) => {
    expect(Math.floor(read(text) as number)).toBe(utc(instant));
  });

  test.each([
    '2024-03-10',
    '2024/03/10',
    '2024.03.10',
    '20240310',
    '20240310 00:00',
    '20240310000000',
    '2024-03-10 00:00',
    '2024-03-10T00:00:00.000000',
  ])('without a zone, %s, needs one', (text) => {
    expect(read(text)).toBe('no zone');
    expect(read(text, IN_NEW_YORK)).toBe(utc('2024-03-10T05:00:00Z'));
  });

  test.each([
    '',
    'yesterday',
    '10.03.2024',
    '03/10/2024',
    '2024-3-1',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-03-10T24:00:00Z',
    '2024-03-10T23:59:60Z',
    '2024-03-10T14:30:00+25:00',
    '2024-03-10T14:30:00 EST',
    '2024-03-10X14:30',
    '2024-03-1014:30',
    '2024-03/10',
    '1735689600x',
  ])('%j is unreadable', (text) => expect(read(text)).toBe('unreadable'));

  test.each(['0001-01-01T00:00:00Z', '1899-12-31T00:00:00Z', '2100-01-01T00:00:00Z'])('%s is implausible', (text) => {
    expect(read(text)).toBe('implausible');
  });

  test('before 2000 is as good as any', () => {
    expect(read('1995-01-03T00:00:00Z')).toBe(utc('1995-01-03T00:00:00Z'));
  });
});

describe('a local time', () => {
  test('that the clock skips is refused, whatever the fold', () => {
    expect(read('2024-03-10 02:30', { ...IN_NEW_YORK, fold: 'later' })).toBe('skipped');
  });

  test('that the clock shows twice is refused unless a fold is given', () => {
    expect(read('2024-11-03 01:30', IN_NEW_YORK)).toBe('twice');
    expect(read('2024-11-03 01:30', { ...IN_NEW_YORK, fold: 'earlier' })).toBe(utc('2024-11-03T05:30:00Z'));
    expect(read('2024-11-03 01:30', { ...IN_NEW_YORK, fold: 'later' })).toBe(utc('2024-11-03T06:30:00Z'));
  });

  test('belongs to the second pass when rows in order come to it again', () => {
    const reader = new StampReader({ ...IN_NEW_YORK, fold: 'sequence' });
    const at = (text: string) => {
      const bytes = new TextEncoder().encode(text);
      return reader.read(bytes, 0, bytes.length);
    };
    const times = ['00:30', '01:00', '01:30', '01:00', '01:30', '02:00'].map((clock) => at(`2024-11-03 ${clock}`));
    expect(times.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual([
      '04:30',
      '05:00',
      '05:30',
      '06:00',
      '06:30',
      '07:00',
    ]);
  });
});

test('the units that were read are counted', () => {
  const reader = new StampReader(NONE);
  for (const text of ['1735689600000', '1735689660000000', '1735689720000000']) {
    const bytes = new TextEncoder().encode(text);
    reader.read(bytes, 0, bytes.length);
  }
  expect(reader.units).toEqual({ s: 0, ms: 1, us: 2, ns: 0 });
});
