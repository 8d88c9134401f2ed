import fc from 'fast-check';

/**
 * Draws the same random cases in every run, so that a red run means a change and not a new draw.
 * HGOPT_TEST_SEED=random, or a number, draws others: how one looks for what the usual cases miss.
 */
const wish = process.env['HGOPT_TEST_SEED'] ?? '20_240_310';
if (wish !== 'random') fc.configureGlobal({ seed: Number(wish.replaceAll('_', '')) });
