import { z } from 'zod';

/** How the instruments of a run belong together. */
export const portfolioSettings = z
  .strictObject({
    mode: z
      .enum(['portfolio', 'independent'])
      .default('portfolio')
      .describe('portfolio: one account trades all symbols; independent: each symbol has an account of its own'),
    aggregate: z
      .enum(['mean', 'median', 'worst'])
      .optional()
      .describe(
        'what a metric of independent accounts is: the mean (default), the median or the worst over the symbols',
      ),
    align: z
      .enum(['outer', 'inner'])
      .optional()
      .describe(
        'moments of the run: all at which a symbol has a bar (outer, the default), or those at which all have one; other bars are left out',
      ),
    per_symbol: z
      .record(z.string(), z.record(z.string(), z.json()))
      .optional()
      .describe('parameters of single symbols over those of the strategy: {BTCUSDT: {ema_fast: 3}}'),
  })
  .refine((p) => p.mode === 'independent' || p.aggregate === undefined, {
    path: ['aggregate'],
    message: 'one account has nothing to aggregate; set mode: independent',
  });
export type PortfolioSettings = z.output<typeof portfolioSettings>;
export type AggregateKind = NonNullable<PortfolioSettings['aggregate']>;

/** Run settings that say in full how several instruments belong together; those of a single one stay as they are. */
export function withPortfolio<S extends { readonly portfolio?: PortfolioSettings | undefined }>(
  settings: S,
  instruments: number,
): S {
  const { portfolio } = settings;
  if (portfolio?.mode === 'independent') return { ...settings, portfolio: { aggregate: 'mean', ...portfolio } };
  return instruments > 1 ? { ...settings, portfolio: { ...portfolio, mode: 'portfolio' } } : settings;
}

/** How metrics over independent accounts are put together; null when there is one account. */
export function aggregateOf(portfolio: PortfolioSettings | undefined, instruments: number): AggregateKind | null {
  return portfolio?.mode === 'independent' && instruments > 1 ? (portfolio.aggregate ?? 'mean') : null;
}
