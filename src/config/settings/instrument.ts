import { z } from 'zod';
import { sessionSchedule, type SessionSchedule } from '../../data/sessions/session-schedule.js';
import { parseStep } from '../../base/step.js';
import type { InstrumentRules } from '../../engine/rules.js';

const filter = z.number().positive().nullable().optional();

/** What an instrument has in place of its venue's settings; what is left out is the venue's. */
export const instrumentSettings = z.strictObject({
  allow_short: z.boolean().optional().describe('whether positions below zero are allowed'),
  tick_size: z.number().min(0).optional().describe('price step, 0 = none'),
  multiplier: z.number().positive().optional().describe('quote currency that a price move of 1 is worth a unit'),
  lot_size: z.number().min(0).optional().describe('quantity step, 0 = none'),
  min_quantity: filter.describe('base units, null = no limit'),
  max_quantity: filter.describe('base units, null = no limit'),
  min_notional: filter.describe('quote currency, null = no limit'),
  max_notional: filter.describe('quote currency of one order, null = no limit'),
  price_band_low: filter.describe('lowest price of an order, null = no limit'),
  price_band_high: filter.describe('highest price of an order, null = no limit'),
  trading: z.boolean().optional().describe('whether the venue takes orders'),
  session: sessionSchedule.optional().describe('when it trades; bars outside are left out'),
});

/** The part of a venue that an instrument may have of its own. */
export interface VenueInstrument {
  readonly allow_short: boolean;
  readonly tick_size: number;
  readonly multiplier: number;
  readonly lot_size: number;
  readonly min_quantity: number | null;
  readonly max_quantity: number | null;
  readonly min_notional: number | null;
  readonly max_notional: number | null;
  readonly price_band_low: number | null;
  readonly price_band_high: number | null;
  readonly trading: boolean;
  readonly position_mode: InstrumentRules['positionMode'];
  readonly session?: SessionSchedule | undefined;
}

export interface InstrumentVenue extends VenueInstrument {
  readonly unlisted: 'venue' | 'reject';
  readonly instruments?: Readonly<Record<string, z.output<typeof instrumentSettings>>> | undefined;
}

/** Settings of one instrument at a venue; of the venue itself for an instrument that is not listed, or without a name. */
export function instrumentOf(venue: InstrumentVenue, symbol: string | undefined): VenueInstrument {
  const listed = venue.instruments ?? {};
  const own = symbol !== undefined && Object.hasOwn(listed, symbol) ? listed[symbol]! : {};
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...venue, ...(Object.fromEntries(given) as Partial<VenueInstrument>) };
}

/** Rules of one instrument for the engine. */
export function instrumentRules(venue: InstrumentVenue, symbol: string | undefined): InstrumentRules {
  const instrument = instrumentOf(venue, symbol);
  return {
    allowShort: instrument.allow_short,
    multiplier: instrument.multiplier,
    tick: parseStep(instrument.tick_size),
    lot: parseStep(instrument.lot_size),
    minQuantity: instrument.min_quantity,
    maxQuantity: instrument.max_quantity,
    minNotional: instrument.min_notional,
    maxNotional: instrument.max_notional,
    priceBand: { low: instrument.price_band_low, high: instrument.price_band_high },
    isListed: venue.unlisted === 'venue' || (symbol !== undefined && Object.hasOwn(venue.instruments ?? {}, symbol)),
    isTrading: instrument.trading,
    positionMode: instrument.position_mode,
  };
}

/** Names of the listed instruments whose limits contradict each other. */
export const contradictoryInstruments = (venue: InstrumentVenue): readonly string[] =>
  Object.keys(venue.instruments ?? {}).filter((symbol) => {
    const { min_quantity, max_quantity } = instrumentOf(venue, symbol);
    return min_quantity !== null && max_quantity !== null && min_quantity > max_quantity;
  });
