/** Parts of a slipped price before it is rounded and capped, price units against us. */
export interface SlippageParts {
  readonly halfSpread: number;
  readonly impact: number;
  /** Volume that the impact was measured by. */
  readonly volume: number;
}
