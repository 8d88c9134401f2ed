import { z } from 'zod';
import { isMap, type ConfigDocument } from '../yaml/document.js';
import { reshaped } from './reshaped.js';
import { validate } from '../validate.js';

const places = z.int().min(0).max(8);
const positive = z.number().positive();
const idle = z.record(z.string(), z.unknown()).nullable().optional();

const sectionedVenue = z.strictObject({
  venue: z.strictObject({
    name: z.string().min(1),
    venue_type: z.enum(['spot', 'futures', 'options']),
    account_type: z.enum(['CASH', 'MARGIN', 'PERPETUAL_LINEAR', 'PERPETUAL_INVERSE']),
  }),
  trading: z
    .strictObject({
      hedge_mode: z.boolean().default(false),
      leverage: z.number().min(1).max(125).default(1),
      margin_type: z
        .literal('CROSSED', 'one wallet backs all positions; isolated margin is not simulated')
        .default('CROSSED'),
    })
    .prefault({}),
  risk: z
    .strictObject({
      max_leverage: z.number().min(1).max(125).default(20),
      min_order_size_usdt: positive.default(5),
      max_order_size_usdt: positive.default(100_000),
      maintenance_rate: z.number().min(0).lt(1).default(0.005),
    })
    .prefault({}),
  precision: z
    .strictObject({
      price_precision: places.default(2),
      quantity_precision: places.default(3),
      min_notional: positive.default(5),
      tick_size: positive.optional(),
      lot_size: positive.optional(),
      min_qty: positive.optional(),
      max_qty: positive.optional(),
    })
    .prefault({}),
  // Of a live connection; nothing on bars obeys them.
  api: idle,
  websocket: idle,
  rate_limits: idle,
});

/** A venue, and what its file says of the account that trades there. */
export interface VenueParts {
  readonly venue: ConfigDocument;
  /** null where the file says nothing of it. */
  readonly account: ConfigDocument | null;
}

/**
 * A venue file as it is, or one in the sections of live grids (`venue`, `trading`, `risk`, `precision`) as the venue and account that it means:
 * steps from the numbers of decimals, the stricter of two limits of the least order and of the leverage. Keys of the connection have no effect.
 *
 * @throws ConfigError for keys and values that the sections do not have
 */
export function asVenue(document: ConfigDocument): VenueParts {
  const { value } = document;
  if (!isMap(value) || !isMap(value['venue'])) return { venue: document, account: null };
  const { venue, trading, risk, precision } = validate(sectionedVenue, document);
  const tick = precision.tick_size ?? stepOf(precision.price_precision);
  const lot = precision.lot_size ?? stepOf(precision.quantity_precision);
  const isMargin = venue.account_type !== 'CASH';
  return {
    venue: reshaped(document, [
      { to: ['name'], from: ['venue', 'name'], value: venue.name },
      { to: ['position_mode'], from: ['trading', 'hedge_mode'], value: trading.hedge_mode ? 'hedge' : 'netting' },
      { to: ['allow_short'], from: ['venue', 'account_type'], value: isMargin },
      { to: ['tick_size'], from: ['precision'], value: tick },
      { to: ['lot_size'], from: ['precision'], value: lot },
      { to: ['min_quantity'], from: ['precision', 'min_qty'], value: precision.min_qty ?? lot },
      { to: ['max_quantity'], from: ['precision', 'max_qty'], value: precision.max_qty },
      { to: ['min_notional'], from: ['precision'], value: Math.max(precision.min_notional, risk.min_order_size_usdt) },
      { to: ['max_notional'], from: ['risk', 'max_order_size_usdt'], value: risk.max_order_size_usdt },
    ]),
    account: reshaped(document, [
      { to: ['type'], from: ['venue', 'account_type'], value: isMargin ? 'margin' : 'cash' },
      { to: ['leverage'], from: ['trading', 'leverage'], value: Math.min(trading.leverage, risk.max_leverage) },
      { to: ['maintenance_rate'], from: ['risk', 'maintenance_rate'], value: risk.maintenance_rate },
    ]),
  };
}

/** The step of a number of decimals, as its decimal text is read. */
const stepOf = (decimals: number): number => Number(`1e-${decimals}`);
