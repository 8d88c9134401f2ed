interface Settings {
  readonly venue?: {
    readonly multiplier?: number;
    readonly instruments?: Readonly<Record<string, { readonly multiplier?: number }>>;
  };
}

/** Quote currency that a price move of 1 is worth a unit of an instrument, by the complete settings of a run. */
export function multiplierOf(config: unknown, symbol: string): number {
  const { venue } = config as Settings;
  return venue?.instruments?.[symbol]?.multiplier ?? venue?.multiplier ?? 1;
}
