import type { GridScoreRules } from '../../src/engine/rules.js';

/** The score of the original optimizer: its weights between its starting bounds. */
export const GRID_SCORE: GridScoreRules = {
  sharpeRatio: { weight: 0.35, bounds: [-1, 5] },
  profitFactor: { weight: 0.3, bounds: [0.5, 3] },
  calmarRatio: { weight: 0.35, bounds: [-1, 5] },
  maxDrawdown: { weight: 0.2, bounds: [0, 0.5] },
};
