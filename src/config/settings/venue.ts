import { z } from 'zod';
import { sessionMinutes, sessionSchedule } from '../../data/sessions/session-schedule.js';
import { contradictoryInstruments, instrumentSettings } from './instrument.js';

const filter = z.number().positive().nullable().default(null);

/** What a venue allows, and when it trades. */
export const venueSettings = z
  .strictObject({
    name: z.string().min(1).max(64).default('default').describe('label only'),
    calendar: z
      .enum(['always', 'sessions'])
      .default('always')
      .describe('always: trades around the clock, 365 days; sessions: trading days, 252'),
    periods_per_year: z
      .number()
      .positive()
      .max(1_000_000)
      .optional()
      .describe('days a year for annualisation; default 365 or 252 by the calendar'),
    session: sessionSchedule
      .optional()
      .describe('when a venue of the calendar sessions trades; bars outside are left out'),
    session_minutes: z
      .number()
      .positive()
      .max(1440)
      .optional()
      .describe(
        'length of a session where no session is given, default 390; sets the bars a year when returns are a bar each',
      ),
    allow_short: z.boolean().default(false).describe('whether positions below zero are allowed'),
    tick_size: z.number().min(0).default(0).describe('price step, 0 = none'),
    multiplier: z
      .number()
      .positive()
      .default(1)
      .describe('quote currency that a price move of 1 is worth a unit: the point value of a future'),
    lot_size: z.number().min(0).default(0).describe('quantity step, 0 = none'),
    min_quantity: filter.describe('base units, null = no limit'),
    max_quantity: filter.describe('base units, null = no limit'),
    min_notional: filter.describe('quote currency, null = no limit'),
    max_notional: filter.describe('quote currency of one order, null = no limit'),
    price_band_low: filter.describe('lowest price of an order, null = no limit'),
    price_band_high: filter.describe('highest price of an order, null = no limit'),
    trading: z.boolean().default(true).describe('whether the venue takes orders'),
    position_mode: z
      .enum(['netting', 'hedge'])
      .default('netting')
      .describe('netting: one signed position; hedge: each entry opens a lot, longs and shorts side by side'),
    unlisted: z
      .enum(['venue', 'reject'])
      .default('venue')
      .describe(
        'symbols that instruments does not list: trade by the settings of the venue, or have every order rejected',
      ),
    instruments: z
      .record(z.string().min(1), instrumentSettings)
      .optional()
      .describe('what single instruments have in place of these: {BTCUSDT: {tick_size: 0.01}}'),
  })
  .refine((v) => v.min_quantity === null || v.max_quantity === null || v.min_quantity <= v.max_quantity, {
    path: ['max_quantity'],
    message: 'max_quantity is below min_quantity',
  })
  .superRefine((v, context) => {
    for (const symbol of contradictoryInstruments(v)) {
      const message = 'max_quantity is below min_quantity';
      context.addIssue({ code: 'custom', path: ['instruments', symbol, 'max_quantity'], message });
    }
  })
  .superRefine((v, context) => {
    if (v.calendar === 'sessions') return;
    const message = 'a venue that trades around the clock has no session; set calendar: sessions';
    if (v.session) context.addIssue({ code: 'custom', path: ['session'], message });
    for (const [symbol, { session }] of Object.entries(v.instruments ?? {}))
      if (session) context.addIssue({ code: 'custom', path: ['instruments', symbol, 'session'], message });
  })
  .refine((v) => !v.session || v.session_minutes === undefined || v.session_minutes === sessionMinutes(v.session), {
    path: ['session_minutes'],
    message: 'session_minutes differs from the length of the session',
  });
