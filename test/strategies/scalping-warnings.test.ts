import { describe, expect, test } from 'vitest';
import type { Outset, ResultWarning } from '../../src/strategies/_strategy.js';
import { scalpingParams } from '../../src/strategies/scalping-ema-rsi/params.js';
import { RESULT_WARNINGS, SETTING_WARNINGS } from '../../src/strategies/scalping-ema-rsi/warnings.js';
import { rulesOf } from '../_support/backtest.js';

const { account, execution, instrument } = rulesOf();
const outset = (symbols: number, isOneAccount = true): Outset => ({
  instruments: Array.from({ length: symbols }, () => instrument),
  markets: [],
  firstPrices: Array.from({ length: symbols }, () => 100),
  account,
  execution,
  isOneAccount,
});
const raised = (params: object, run = outset(1)): readonly string[] =>
  SETTING_WARNINGS.filter(({ when }) => when(scalpingParams.parse(params), run)).map(({ code }) => code);

describe('settings of the risk engine and the safety monitor', () => {
  test('are silent at their defaults on one symbol', () => {
    expect(raised({})).toEqual([]);
  });

  test.each([
    [{ risk: { default_risk_per_trade: 0.06 }, safety: { max_risk_per_trade_pct: 0.06 } }, ['001', '006']],
    [{ risk: { default_risk_per_trade: 0.05 }, safety: { max_risk_per_trade_pct: 0.05 } }, []],
    [{ risk: { default_risk_per_trade: 0.008 } }, ['002']],
    [{ risk: { default_risk_per_trade: 0.009 } }, []],
    [{ risk: { max_exposure: 0.21 } }, ['003']],
    [{ risk: { max_exposure: 0.18 } }, ['004']],
    [{ risk: { max_exposure: 0.19 } }, []],
    [{ risk: { max_exposure: null } }, []],
    [{ safety: { max_daily_loss_pct: 0.51 } }, ['005']],
    [{ risk: { max_exposure: 1.1 }, safety: { max_exposure_pct: 1.1 } }, ['007']],
  ])('%j raise %j', (params, numbers) => {
    expect(raised(params)).toEqual(numbers.map((number) => `HG-SCALP-${number}`));
  });

  test('tell that two capped positions never stand side by side where several symbols share an account', () => {
    expect(raised({}, outset(2))).toEqual(['HG-SCALP-008']);
    expect(raised({}, outset(2, false))).toEqual([]);
    expect(raised({ safety: { max_exposure_pct: 0.4 } }, outset(2))).toEqual(['HG-SCALP-004']);
  });

  test.each(['live', 'dry_run'])('refuse the mode %s and say which there are', (mode) => {
    expect(scalpingParams.safeParse({ safety: { mode } }).error!.issues[0]).toMatchObject({
      path: ['safety', 'mode'],
      message: 'paper (simulated orders) or monitor (signals and counters, no order): hgopt trades no real account',
    });
  });
});

test.each<[string, Record<string, number>, readonly string[]]>([
  ['half of the signals', { signal_long: 6, signal_short: 4, rejected_stop_inside_slippage: 5 }, []],
  ['more than half', { signal_long: 6, signal_short: 4, rejected_stop_inside_slippage: 6 }, ['HG-SCALP-020']],
  ['5 % ambiguous exits', { ambiguous_share: 0.05 }, []],
  ['more of them', { ambiguous_share: 0.051 }, ['HG-SCALP-021']],
  ['no exits at all', { ambiguous_share: NaN }, []],
])('results with %s give %j the warnings %j', (_, values, codes) => {
  const isRaised = ({ when }: ResultWarning) => when((name) => values[name] ?? 0);
  expect(RESULT_WARNINGS.filter(isRaised).map(({ code }) => code)).toEqual(codes);
});
