import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createZone, isZone } from '../../src/base/zone.js';

const utc = (text: string): number => Date.parse(`${text}Z`);
const newYork = createZone('America/New_York');

test('a zone is known by its IANA name only', () => {
  expect(['UTC', 'Asia/Kolkata', 'America/New_York'].map(isZone)).toEqual([true, true, true]);
  expect(['Mars/Olympus', '', 'utc+25'].map(isZone)).toEqual([false, false, false]);
});

test('UTC shows every instant as itself', () => {
  const utcZone = createZone('UTC');
  expect(utcZone.offsetAt(utc('2024-07-01T12:00'))).toBe(0);
  expect(utcZone.instantsOf(utc('2024-03-10T02:30'))).toEqual([utc('2024-03-10T02:30')]);
});

describe('New York', () => {
  test.each([
    ['2024-03-08T09:30', '2024-03-08T14:30'],
    ['2024-03-11T09:30', '2024-03-11T13:30'],
    ['2024-11-01T09:30', '2024-11-01T13:30'],
    ['2024-11-04T09:30', '2024-11-04T14:30'],
  ])('%s local is %s UTC', (local, instant) => expect(newYork.instantsOf(utc(local))).toEqual([utc(instant)]));

  test('skips 02:30 on the day that clocks go forward', () => {
    expect(newYork.instantsOf(utc('2024-03-10T02:30'))).toEqual([]);
    expect(newYork.instantsOf(utc('2024-03-10T03:00'))).toEqual([utc('2024-03-10T07:00')]);
  });

  test('shows 01:30 twice on the day that clocks go back', () => {
    expect(newYork.instantsOf(utc('2024-11-03T01:30'))).toEqual([utc('2024-11-03T05:30'), utc('2024-11-03T06:30')]);
    expect(newYork.instantsOf(utc('2024-11-03T02:00'))).toEqual([utc('2024-11-03T07:00')]);
  });

  test('has a day of 1,380 and one of 1,500 minutes a year', () => {
    const minutes = (from: string, to: string) =>
      (newYork.instantsOf(utc(to))[0]! - newYork.instantsOf(utc(from))[0]!) / 60_000;
    expect(minutes('2024-03-10T00:00', '2024-03-11T00:00')).toBe(1_380);
    expect(minutes('2024-11-03T00:00', '2024-11-04T00:00')).toBe(1_500);
  });
});

test('Lord Howe puts its clocks back by half an hour', () => {
  const zone = createZone('Australia/Lord_Howe');
  expect(zone.instantsOf(utc('2024-04-07T01:45'))).toEqual([utc('2024-04-06T14:45'), utc('2024-04-06T15:15')]);
});

test.each([
  'UTC',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Europe/London',
])(
  'in %s every instant is among those that its own clock reading names, and offsets are those of the platform',
  (name) => {
    const zone = createZone(name);
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' });
    const range = { min: utc('1970-01-01T00:00') / 1000, max: utc('2037-01-01T00:00') / 1000 };
    fc.assert(
      fc.property(fc.integer(range), (second) => {
        const time = second * 1000;
        const local = time + zone.offsetAt(time);
        expect(utc(format.format(time).replace(' ', 'T'))).toBe(local);
        expect(zone.instantsOf(local)).toContain(time);
      }),
      { numRuns: 60 },
    );
  },
);

test('an unknown zone is refused', () => {
  expect(() => createZone('Mars/Olympus')).toThrow(RangeError);
});
