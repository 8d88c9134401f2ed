import { jsonText } from './json-text.js';

/** What a profile takes from the winner of a sweep. */
export interface ProfileSource {
  readonly sweep: string;
  readonly strategy: string;
  readonly trial: number;
  readonly metric: string;
  readonly value: number | null;
  readonly params: unknown;
  /** Run settings that the sweep varied; a profile has none, so they stand in its notes. */
  readonly settings?: unknown;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Fingerprint of the sweep. */
  readonly runId: string;
}

/** What the next version of a profile keeps of the one before. */
export interface EarlierProfile {
  readonly version: number;
  readonly createdAt: string;
  readonly enabled: boolean;
}

/**
 * <SYMBOL>.json: the winner's complete parameters as those of one symbol. A profile that is there becomes its next version and stays switched
 * off if it was.
 *
 * @param now ISO 8601
 */
export function profileJson(
  symbol: string,
  source: ProfileSource,
  earlier: EarlierProfile | null,
  now: string,
): string {
  const { sweep, strategy, trial, metric, value, params, settings, metrics, runId } = source;
  const others = settings === undefined ? '' : `, with ${JSON.stringify(settings)}`;
  return jsonText({
    symbol,
    strategy,
    enabled: earlier?.enabled ?? true,
    params,
    meta: {
      version: (earlier?.version ?? 0) + 1,
      created_at: earlier?.createdAt ?? now,
      updated_at: now,
      source: sweep,
      run_id: runId,
      notes: `trial ${trial}: ${metric} ${value ?? 'without a value'}${others}`,
    },
    metrics,
  });
}
