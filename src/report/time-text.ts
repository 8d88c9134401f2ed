/** ISO 8601 UTC with milliseconds; empty for NaN, which is no time. */
export const timeText = (epochMs: number): string => (Number.isNaN(epochMs) ? '' : new Date(epochMs).toISOString());
