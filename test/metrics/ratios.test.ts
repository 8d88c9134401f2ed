import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/engine/record/record.js';
import { loadMetrics } from '../../src/metrics/load.js';
import { createRng } from '../../src/base/rng.js';
import { runRecord } from '../_support/run-record.js';

async function measure(run: RunRecord, ...names: string[]): Promise<number[]> {
  return (await loadMetrics(names)).map((metric) => metric.compute(run));
}

describe('a week of equity', () => {
  const run = runRecord({ equity: [100_000, 100_500, 100_200, 101_000, 99_800, 100_900, 101_500] });

  test.each([
    ['total_return', 0.015, 15],
    ['max_drawdown', 0.0118812, 7],
    ['sharpe_ratio', 5.679161, 6],
    ['sortino_ratio', 9.605095, 6],
    ['annualized_return', 1.473722, 6],
    ['calmar_ratio', 124.038, 3],
    ['var_95', -0.00965716, 8],
    ['cvar_95', -0.0118812, 7],
    ['recovery_factor', 0.015 / (1200 / 101_000), 12],
    ['total_pnl', 1500, 12],
  ])('has the %s of the worked example', async (name, value, digits) => {
    expect((await measure(run, name))[0]).toBeCloseTo(value, digits);
  });
});

test('a risk-free rate reduces Sharpe and Sortino by what it yields a period', async () => {
  const run = runRecord({ equity: [10_000, 10_100, 10_050, 10_200], riskFreeRate: 0.04 });
  const [sharpe, sortino, calmar] = await measure(run, 'sharpe_ratio', 'sortino_ratio', 'calmar_ratio');
  expect((await measure(run, 'annualized_return'))[0]).toBeCloseTo(10.126389, 6);
  expect((await measure(run, 'max_drawdown'))[0]).toBeCloseTo(0.0049505, 8);
  expect(sharpe).toBeCloseTo(12.087331, 6);
  expect(sortino).toBeCloseTo(42.825719, 6);
  expect(calmar).toBeCloseTo(2045.5305, 4);
});

describe('the eight returns that other libraries test with', () => {
  const returns = [0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];

  test('have their Sharpe, Sortino and drawdown over 252 days', async () => {
    const run = runRecord({ returns, periodsPerYear: 252 });
    const [sharpe, sortino, drawdown, total] = await measure(
      run,
      'sharpe_ratio',
      'sortino_ratio',
      'max_drawdown',
      'total_return',
    );
    expect(sharpe).toBeCloseTo(1.7238613961706866, 13);
    expect(sortino).toBeCloseTo(2.605531251673693, 13);
    expect(drawdown).toBeCloseTo(0.1, 13);
    expect(total).toBeCloseTo(0.0389310917, 10);
  });

  test('have a Sharpe that grows with the root of the periods a year', async () => {
    expect((await measure(runRecord({ returns, periodsPerYear: 365 }), 'sharpe_ratio'))[0]).toBeCloseTo(
      2.0746675114,
      9,
    );
  });

  test('are eight for the Calmar ratio: what carries no return does not count', async () => {
    expect((await measure(runRecord({ returns, periodsPerYear: 252 }), 'calmar_ratio'))[0]).toBeCloseTo(
      23.302927973,
      8,
    );
  });

  test('have an interpolated quantile, and one return at or below it', async () => {
    const [low, shortfall] = await measure(runRecord({ returns }), 'var_95', 'cvar_95');
    expect(low).toBeCloseTo(-0.079, 15);
    expect(shortfall).toBe(-0.1);
  });
});

test('eight yearly returns have the Sortino ratio of the paper that explains it', async () => {
  const returns = [0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04];
  expect((await measure(runRecord({ returns, periodsPerYear: 1 }), 'sortino_ratio'))[0]).toBeCloseTo(4.41726, 5);
});

test('a hundred bars of +1 % and -0.5 % in turn have their closed forms', async () => {
  const returns = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.005));
  const run = runRecord({ returns, periodsPerYear: 1 });
  const [sharpe, sortino, total, omega, drawdown, mean] = await measure(
    run,
    'sharpe_ratio',
    'sortino_ratio',
    'total_return',
    'omega_ratio',
    'max_drawdown',
    'avg_drawdown',
  );
  expect(sharpe).toBeCloseTo(0.33166247903554, 13);
  expect(sortino).toBeCloseTo(Math.SQRT1_2, 13);
  expect(total).toBeCloseTo(0.2800375986957717, 12);
  expect(omega).toBeCloseTo(2, 12);
  expect(drawdown).toBeCloseTo(0.005, 12);
  expect(mean).toBeCloseTo(0.005, 12);
});

test('constant growth has a return, and neither Sharpe, Sortino nor Calmar', async () => {
  const equity = Array.from({ length: 366 }, (_, i) => 100_000 * 1.001 ** i);
  const run = runRecord({ equity });
  const [total, yearly, volatility, drawdown, ...ratios] = await measure(
    run,
    'total_return',
    'annualized_return',
    'volatility',
    'max_drawdown',
    'sharpe_ratio',
    'sortino_ratio',
    'calmar_ratio',
    'recovery_factor',
    'skewness',
    'kurtosis',
    'omega_ratio',
  );
  expect(total).toBeCloseTo(1.001 ** 365 - 1, 12);
  expect(yearly).toBe(total);
  expect([volatility, drawdown]).toEqual([0, 0]);
  expect(ratios).toEqual(Array<number>(7).fill(NaN));
});

test('a million normal returns have the value at risk and the shortfall of the normal distribution', async () => {
  const rng = createRng(7, 'normal');
  const returns = new Float64Array(1_000_000);
  for (let k = 0; k < returns.length; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - rng()));
    const angle = 2 * Math.PI * rng();
    returns[k] = radius * Math.cos(angle);
    returns[k + 1] = radius * Math.sin(angle);
  }
  const run = { ...runRecord(), returns };
  const [low, shortfall, tails, skewness, kurtosis] = await measure(
    run,
    'var_95',
    'cvar_95',
    'tail_ratio',
    'skewness',
    'kurtosis',
  );
  expect(Math.abs(low! + 1.6448536)).toBeLessThan(0.01);
  expect(Math.abs(shortfall! + 2.0627128)).toBeLessThan(0.01);
  expect(Math.abs(tails! - 1)).toBeLessThan(0.02);
  expect(Math.abs(skewness!)).toBeLessThan(0.02);
  expect(Math.abs(kurtosis! - 3)).toBeLessThan(0.03);
});

test('evenly spread returns have the shortfall of the uniform distribution', async () => {
  const returns = Array.from({ length: 1001 }, (_, k) => ((k * 389) % 1001) / 1000 - 0.5);
  const [low, shortfall, tails] = await measure(runRecord({ returns }), 'var_95', 'cvar_95', 'tail_ratio');
  expect(low).toBeCloseTo(-0.45, 12);
  expect(shortfall).toBeCloseTo(-0.475, 12);
  expect(tails).toBeCloseTo(1, 12);
});

test('skewness and kurtosis are the plain moments', async () => {
  const [skewness, kurtosis] = await measure(runRecord({ returns: [0, 0, 0, 0.4] }), 'skewness', 'kurtosis');
  expect(skewness).toBeCloseTo(6 / 3 ** 1.5, 12);
  expect(kurtosis).toBeCloseTo(21 / 9, 12);
});

test('the ulcer index is the root mean square drawdown at the samples', async () => {
  const run = runRecord({ equity: [100, 90, 100, 80, 120] });
  expect((await measure(run, 'ulcer_index'))[0]).toBeCloseTo(Math.sqrt((0.01 + 0.04) / 4), 14);
});

test('separate drawdowns are averaged, and the longest time under water runs to the recovery or the end', async () => {
  const run = runRecord({ equity: [100, 90, 95, 100, 120, 108, 102, 110, 114] });
  const [mean, bars, ms] = await measure(run, 'avg_drawdown', 'max_drawdown_duration_bars', 'max_drawdown_duration');
  expect(mean).toBeCloseTo((0.1 + 0.15) / 2, 14);
  expect([bars, ms]).toEqual([4, 4 * 86_400_000]);
});

test('one return has no Sharpe and no Sortino, and no volatility', async () => {
  const run = runRecord({ returns: [-0.01] });
  expect(await measure(run, 'sharpe_ratio', 'sortino_ratio', 'volatility')).toEqual([NaN, NaN, 0]);
});

test('who lost everything or more has a total return and no yearly one', async () => {
  const run = { ...runRecord({ equity: [100, 50] }), finalEquity: -20 };
  const [total, yearly, calmar] = await measure(run, 'total_return', 'annualized_return', 'calmar_ratio');
  expect(total).toBeCloseTo(-1.2, 15);
  expect([yearly, calmar]).toEqual([NaN, NaN]);
});

test('a yearly return beyond all numbers is no value', async () => {
  expect(await measure(runRecord({ returns: [9] }), 'annualized_return', 'calmar_ratio')).toEqual([NaN, NaN]);
});

test('a flat run has neither ratio, also where a riskless rate would have earned something', async () => {
  const flat = runRecord({ equity: [100, 100, 100, 100], riskFreeRate: 0.04 });
  expect(await measure(flat, 'sharpe_ratio', 'sortino_ratio')).toEqual([NaN, NaN]);
});
