/** ISO 8601 UTC with milliseconds. */
export const timeText = (epochMs: number): string => new Date(epochMs).toISOString();
