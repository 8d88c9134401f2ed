/** JSON for a file: two spaces, a final line feed, null for numbers without a value. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Metric values by name; null where there is no value. */
export function metricsByName(names: readonly string[], values: Float64Array): Record<string, number | null> {
  return Object.fromEntries(names.map((name, i) => [name, Number.isFinite(values[i]!) ? values[i]! : null]));
}
