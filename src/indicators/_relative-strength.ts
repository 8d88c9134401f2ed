/**
 * Relative strength index of a sum of gains and a sum of losses, both >= 0: 100 - 100 / (1 + gains / losses). 100 without losses, 50
 * without any movement.
 * Source: J. W. Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export function relativeStrength(gains: number, losses: number): number {
  if (losses === 0) return gains === 0 ? 50 : 100;
  return 100 - 100 / (1 + gains / losses);
}
