import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, civilDay, formatInterval, formatTime, parseInterval, parseTime } from '../../src/base/time.js';

describe('an interval', () => {
  test.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1m', 60_000],
    ['15m', 900_000],
    ['4h', 14_400_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
  ])('%s is %d ms and is written the same', (text, ms) => {
    expect(parseInterval(text)).toBe(ms);
    expect(formatInterval(ms)).toBe(text);
  });

  test.each(['', '1', 'm', '0m', '-1m', '1.5h', '1M', '1mo', '1 m', '1min', '99999999999h'])('%j is none', (text) => {
    expect(() => parseInterval(text)).toThrow('an interval is a whole number');
  });

  test('of any length is written so that it reads back', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999 }), (ms) => parseInterval(formatInterval(ms)) === ms));
  });
});

describe('a time', () => {
  test('is written in UTC with milliseconds', () => {
    expect(formatTime(1_710_081_000_000)).toBe('2024-03-10T14:30:00.000Z');
  });

  test.each([
    ['2024-03-10', Date.UTC(2024, 2, 10)],
    ['2024-03-10T14:30Z', Date.UTC(2024, 2, 10, 14, 30)],
    ['2024-03-10 14:30:15.5Z', Date.UTC(2024, 2, 10, 14, 30, 15, 500)],
    ['2024-03-10T14:30:00-05:00', Date.UTC(2024, 2, 10, 19, 30)],
    ['2024-03-10T14:30:00+0530', Date.UTC(2024, 2, 10, 9)],
  ])('%s is a point in time', (text, ms) => expect(parseTime(text)).toBe(ms));

  test.each([
    '2024-03-10T14:30',
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '10.03.2024',
    '2024-03-10T24:00Z',
    'today',
    '',
  ])('%j is none', (text) => expect(parseTime(text)).toBeNaN());
});

test('the day number of a date agrees with the calendar of the language', () => {
  fc.assert(
    fc.property(fc.integer({ min: -25_000, max: 50_000 }), (day) => {
      const date = new Date(day * 86_400_000);
      return civilDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()) === day;
    }),
  );
});

test('months later is the same day and time of day, or the last day of a month that lacks it', () => {
  const later = (text: string, months: number) => formatTime(addMonths(Date.parse(text), months));
  expect(later('2023-06-15T10:30:00.250Z', 7)).toBe('2024-01-15T10:30:00.250Z');
  expect(later('2023-08-31T23:00:00Z', 6)).toBe('2024-02-29T23:00:00.000Z');
  expect(later('1969-12-31T22:00:00Z', 2)).toBe('1970-02-28T22:00:00.000Z');
  expect(later('2024-03-31T00:00:00Z', -1)).toBe('2024-02-29T00:00:00.000Z');
});
