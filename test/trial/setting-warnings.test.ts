import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { attachMarket, shareMarket } from '../../src/data/shared/shared.js';
import { createSpace } from '../../src/search/space.js';
import { defineStrategy, type StrategyDefinition } from '../../src/strategies/_strategy.js';
import { createExclusion, MOST_JUDGED, settingWarnings, type JudgedTrials } from '../../src/trial/setting-warnings.js';

const market = attachMarket(
  shareMarket({
    symbol: 'TEST',
    intervalMs: 60_000,
    time: [0, 60_000],
    open: [90, 100],
    high: [100, 100],
    low: [90, 90],
    close: [100, 95],
    volume: [1, 1],
  }),
);

let asked = 0;
const definition = defineStrategy({
  summary: 'fixture',
  params: z.strictObject({ quantity: z.number().default(1), slack: z.number().default(0) }),
  columns: {},
  warnings: [
    {
      code: 'HG-TEST-001',
      rule: 'the quantity costs more than the account holds',
      hint: 'lower quantity',
      when: ({ quantity }, { firstPrices, account }) => {
        asked++;
        return quantity * firstPrices[0]! > account.initialCash;
      },
    },
    {
      code: 'HG-TEST-002',
      rule: 'the slippage leaves nothing',
      hint: 'lower slack',
      when: ({ slack }, { execution }) => execution.slippage + slack > 0.5,
    },
  ],
  create: () => ({ warmup: 0, onBar: () => undefined }),
}) as unknown as StrategyDefinition;

const values = (n: number): readonly number[] => Array.from({ length: n }, (_, k) => k);

function judged(n: number, extra: Partial<JudgedTrials> = {}): JudgedTrials {
  return {
    definition,
    base: { params: {}, settings: { account: { initial_cash: 1_000 } } },
    space: createSpace([{ name: 'quantity', target: 'params', kind: 'list', values: values(n) }]),
    seed: 1,
    markets: [market],
    trials: values(n),
    valuesOf: (trial) => [trial],
    ...extra,
  };
}

describe('warnings of settings', () => {
  test('count the trials that they apply to and show the first; what applies to none is not told', () => {
    // At a first close of 100, quantities above 10 cost more than 1,000.
    expect(settingWarnings(judged(20))).toEqual([
      {
        code: 'HG-TEST-001',
        rule: 'the quantity costs more than the account holds',
        hint: 'lower quantity',
        trials: 9,
        judged: 20,
        example: { trial: 11, values: { quantity: 11 } },
      },
    ]);
  });

  test('see the run settings of each trial', () => {
    const space = createSpace([{ name: 'execution.slippage', target: 'settings', kind: 'list', values: [0, 0.01] }]);
    const base = { params: { slack: 0.495 }, settings: {} };
    const warnings = settingWarnings(judged(2, { space, base, valuesOf: (trial) => [trial * 0.01] }));
    expect(warnings).toMatchObject([{ code: 'HG-TEST-002', trials: 1, example: { trial: 1 } }]);
  });

  test('of more trials than are judged ask as many at even distances', () => {
    asked = 0;
    const many = 3 * MOST_JUDGED;
    const [warning] = settingWarnings(judged(many, { valuesOf: (trial) => [trial < 1.5 * MOST_JUDGED ? 1 : 11] }));
    expect(asked).toBe(MOST_JUDGED);
    expect(warning).toMatchObject({
      trials: MOST_JUDGED / 2,
      judged: MOST_JUDGED,
      example: { trial: 1.5 * MOST_JUDGED },
    });
  });

  test('give no number where the trials are not those of the sweep', () => {
    expect(settingWarnings(judged(12, { areNumbered: false }))[0]!.example).toEqual({
      trial: null,
      values: { quantity: 11 },
    });
  });

  test('whose condition throws are an error that names them', () => {
    const warnings = [
      {
        ...definition.warnings![0]!,
        when: () => {
          throw new TypeError('no such thing');
        },
      },
    ];
    expect(() => settingWarnings(judged(1, { definition: { ...definition, warnings } }))).toThrow(
      /HG-CONFIG-024 warning HG-TEST-001 of the strategy/,
    );
  });
});

describe('warnings that exclude', () => {
  const excluding = (excludes: boolean): StrategyDefinition => ({
    ...definition,
    warnings: definition.warnings!.map((warning) => ({ ...warning, excludes })),
  });

  test('leave out the values that they apply to, by their rule', () => {
    const exclusion = createExclusion(judged(20, { definition: excluding(true) }))!;
    expect([exclusion([10]), exclusion([11])]).toEqual([null, 'the quantity costs more than the account holds']);
  });

  test('ask nothing where no warning excludes', () => {
    expect(createExclusion(judged(20, { definition: excluding(false) }))).toBeUndefined();
  });
});
