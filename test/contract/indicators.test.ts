import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listPlugins, loadPlugin } from '../../src/base/plugin.js';
import { SESSION_NAMES, SOURCE_NAMES, type SessionName, type SourceName } from '../../src/data/market.js';
import type { Indicator, Series } from '../../src/indicators/_indicator.js';

const folder = new URL('../../src/indicators/', import.meta.url);

interface Params {
  readonly window?: number;
}
type Sources = Readonly<Record<SourceName | SessionName, Series>>;

/** Bars of a session of the fixtures. */
const SESSION = 5;
const NAMES = [...SOURCE_NAMES, ...SESSION_NAMES] as const;

/** On both sides of 20, which stands for a strength of direction where one is read. */
const volumes = fc.constantFrom(0, 1, 2, 3, 4, 5, 20, 21, 30);

/** Bars of a market in steps of 1/64, where ties, flat stretches and gaps are common. */
const markets = fc
  .array(fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 40 })), volumes), {
    minLength: 1,
    maxLength: 90,
  })
  .map((rows): Sources => {
    const bars = rows.map(([a, b, c, d, volume]) => {
      const [low, open, close, high] = [a!, b!, c!, d!].toSorted((x, y) => x - y).map((steps) => 10 + steps / 64);
      return volume! % 2 === 0 ? { low, open, close, high, volume } : { low, open: close, close: open, high, volume };
    });
    const column = (name: Exclude<SourceName, 'time'>) => Float64Array.from(bars, (bar) => bar[name]!);
    return {
      time: Float64Array.from(bars, (_, i) => i * 60_000),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
      session: Float64Array.from(bars, (_, i) => Math.floor(i / SESSION)),
      session_minute: Float64Array.from(bars, (_, i) => i % SESSION),
    };
  });

const map = (sources: Sources, change: (series: Series, name: SourceName | SessionName) => Series): Sources =>
  Object.fromEntries(NAMES.map((name) => [name, change(sources[name], name)])) as Sources;
/** Columns that are no prices. */
const isUnscaled = (name: string) => name === 'time' || name === 'volume' || name.startsWith('session');

describe.each(listPlugins(folder))('indicator %s', async (file) => {
  const indicator = await loadPlugin<Indicator<Params>>('indicator', folder, file);
  const inputs = indicator.inputs.map((input) => {
    if (typeof input !== 'string') throw new TypeError(`${file} reads other columns by default`);
    return input;
  });
  const compute = (sources: Sources, params: Params) => indicator(params).compute(inputs.map((name) => sources[name]));
  const isEvents = (indicator.output as string) === 'events';
  const readsSessions = (indicator.inputs as readonly string[]).includes('session');
  const hasWindow = indicator.params.safeParse({ window: 5 }).success;
  const allParams = hasWindow ? fc.integer({ min: 2, max: 12 }).map((window) => ({ window })) : fc.constant({});
  /** What is known at the close of bar `length - 1`. */
  const known = (output: ArrayLike<number>, length: number) =>
    isEvents
      ? Array.from(output).filter((event) => (event < 0 ? ~event : event) < length)
      : Array.from(output).slice(0, length);

  test('is named as its file and says what it is', () => {
    expect(indicator.name).toBe(file);
    expect(indicator.summary).toMatch(/^[A-Z].*[^.]$/);
  });

  test('accepts no unknown parameter, and no window below one', () => {
    const params = hasWindow ? { window: 5 } : {};
    expect(indicator.params.safeParse({ ...params, windw: 5 }).success).toBe(false);
    expect(indicator.params.safeParse({ window: 0 }).success).toBe(false);
  });

  test('is undefined before its warm-up and defined from there on', () => {
    fc.assert(
      fc.property(markets, allParams, (sources, params) => {
        const output = compute(sources, params);
        const warmup = indicator.warmup(params);
        if (isEvents) {
          const bars = Array.from(output, (event) => (event < 0 ? ~event : event));
          expect(bars).toEqual([...new Set(bars)].sort((a, b) => a - b));
          for (const bar of bars) expect(bar >= warmup && bar < sources.close.length).toBe(true);
        } else if (readsSessions) {
          // Where such a series is defined depends on the sessions, too.
          expect(output.length).toBe(sources.close.length);
          expect(Array.from(output.subarray(0, warmup)).every(Number.isNaN)).toBe(true);
        } else {
          expect(Array.from(output, Number.isNaN)).toEqual(Array.from(sources.close, (_, i) => i < warmup));
        }
      }),
    );
  });

  test('does not look ahead: neither cutting off the future nor altering it changes the past', () => {
    fc.assert(
      fc.property(markets, markets, allParams, fc.nat(), (sources, others, params, cut) => {
        const length = (cut % sources.close.length) + 1;
        const past = known(compute(sources, params), length);
        const truncated = map(sources, (series) => series.slice(0, length));
        expect(known(compute(truncated, params), length)).toEqual(past);
        const altered = map(sources, (series, name) =>
          Float64Array.of(...series.subarray(0, length), ...others[name], ...series.subarray(length)),
        );
        expect(known(compute(altered, params), length)).toEqual(past);
      }),
    );
  });

  test('leaves its inputs as they were, gives the same bits again, and reads shared memory as any other', () => {
    fc.assert(
      fc.property(markets, allParams, (sources, params) => {
        const before = map(sources, (series) => series.slice());
        const output = compute(sources, params);
        expect(sources).toEqual(before);
        expect(compute(sources, params)).toEqual(output);
        const shared = map(sources, (series) => {
          const copy = new Float64Array(new SharedArrayBuffer(series.byteLength));
          copy.set(series);
          return copy;
        });
        expect(compute(shared, params)).toEqual(output);
      }),
    );
  });

  test('answers to prices in a unit of 1/1024 with its values as they were or 1024-fold, to the bit', () => {
    const values = new Set<number>();
    fc.assert(
      fc.property(markets, allParams, (sources, params) => {
        const output = compute(sources, params);
        const scaled = compute(
          map(sources, (series, name) => (isUnscaled(name) ? series : series.map((x) => x * 1024))),
          params,
        );
        const larger = isEvents ? output : output.map((value) => value * 1024);
        expect([output, larger]).toContainEqual(scaled);
        for (const value of output) if (value !== 0 && !Number.isNaN(value)) values.add(value);
      }),
    );
    expect(values.size, 'a law that holds for zeros alone says nothing').toBeGreaterThan(1);
  });
});
