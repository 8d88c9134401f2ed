import { describe, expect, test } from 'vitest';
import { loadBacktestFile } from '../../src/config/backtest-file.js';
import { instrumentRules } from '../../src/config/settings/instrument.js';
import { runSettings } from '../../src/config/settings/run-settings.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { sectionsOf } from '../../src/data/data-sections.js';
import { fileWith, findingsOf } from './_files.js';

const backtest = (text: string) => loadBacktestFile(fileWith(`strategy: dma-atr-trend\n${text}`, 'run.yaml'));
const TWO = 'data: {source: synthetic, symbols: [B, A]}\n';

describe('an instrument of a venue', () => {
  const { venue } = runSettings.parse({
    venue: { tick_size: 0.01, min_quantity: 5, instruments: { A: { tick_size: 0.5, min_quantity: null } } },
  });

  test('has its own rules over those of the venue', () => {
    expect(instrumentRules(venue, 'A')).toMatchObject({ tick: { m: 5, scale: 10 }, minQuantity: null, lot: null });
  });

  test('has those of the venue when it is not listed', () => {
    const rules = instrumentRules(venue, undefined);
    expect(rules).toMatchObject({ tick: { m: 1, scale: 100 }, minQuantity: 5 });
    for (const other of ['B', 'toString', '__proto__']) expect(instrumentRules(venue, other)).toEqual(rules);
  });

  test('may be spelt as exchanges do', async () => {
    const { settings } = await backtest(`${TWO}venue: {instruments: {A: {qty_step: 0.1, min_qty: 1, max_qty: 9}}}\n`);
    expect(settings).toMatchObject({
      venue: { instruments: { A: { lot_size: 0.1, min_quantity: 1, max_quantity: 9 } } },
    });
  });

  test('cannot contradict the venue', async () => {
    const [finding] = await findingsOf(() =>
      backtest(`${TWO}venue: {min_quantity: 10, instruments: {A: {max_quantity: 9}}}\n`),
    );
    expect(finding).toMatchObject({
      place: 'run.yaml:3:59',
      rule: expect.stringContaining('below min_quantity') as string,
    });
  });

  test('is refused with a key that is not known', async () => {
    const [finding] = await findingsOf(() => backtest(`${TWO}venue: {instruments: {A: {tik_size: 0.5}}}\n`));
    expect(finding).toMatchObject({ value: 'tik_size', hint: 'did you mean tick_size?' });
  });

  test('can be swept in each of its rules', async () => {
    const sweep = await loadSweepFile(
      fileWith(
        `strategy: dma-atr-trend\n${TWO}metric: sharpe_ratio\nvenue: {lot_size: 2, instruments: {A: {tick_size: 1}}}\nspace: {venue.instruments.A.lot_size: [0.1, 0.01]}\n`,
      ),
    );
    expect(sweep.dimensions).toMatchObject([{ name: 'venue.instruments.A.lot_size', target: 'settings' }]);
  });
});

describe('the portfolio of a run', () => {
  test('is one account unless it says otherwise, and is said in full', async () => {
    expect((await backtest(TWO)).settings).toMatchObject({ portfolio: { mode: 'portfolio' } });
    const { settings } = await backtest(`${TWO}portfolio: {mode: independent}\n`);
    expect(settings).toMatchObject({ portfolio: { mode: 'independent', aggregate: 'mean' } });
  });

  test('is not spoken of where there is one symbol', async () => {
    const { settings } = await backtest('data: {source: synthetic}\n');
    expect(settings).not.toHaveProperty('portfolio');
  });

  test('has nothing to aggregate on one account', async () => {
    const [finding] = await findingsOf(() => backtest(`${TWO}portfolio: {aggregate: worst}\n`));
    expect(finding).toMatchObject({ place: 'run.yaml:3:24', value: 'worst' });
  });

  test('cannot be swept: results of different kinds of accounts do not compare', async () => {
    const [finding] = await findingsOf(() =>
      loadSweepFile(
        fileWith(
          `strategy: dma-atr-trend\n${TWO}metric: sharpe_ratio\nspace: {portfolio.mode: [portfolio, independent]}\n`,
        ),
      ),
    );
    expect(finding?.value).toBe('portfolio.mode');
  });
});

test('several data sections, and a mistake in one of them is found at its place', async () => {
  const { data } = await backtest('data:\n  - {source: synthetic, symbol: B}\n  - {source: synthetic, symbol: A}\n');
  expect(sectionsOf(data).map(({ symbol }) => symbol)).toEqual(['B', 'A']);
  const [finding] = await findingsOf(() =>
    backtest('data:\n  - {source: synthetic, symbol: B}\n  - {source: synthetic, simbol: A}\n'),
  );
  expect(finding).toMatchObject({ place: 'run.yaml:4:25', value: 'simbol', hint: 'did you mean symbol?' });
});

test('a strategy must agree with the rules of each instrument that it trades', async () => {
  const shorts = `${TWO}venue: {allow_short: true, instruments: {A: {allow_short: false}}}\n`;
  const [finding] = await findingsOf(() =>
    loadBacktestFile(
      fileWith(`strategy: {name: dma-atr-trend, params: {enable_short_trades: true}}\n${shorts}`, 'run.yaml'),
    ),
  );
  expect(finding?.code).toBe('HG-CONFIG-054');
});
