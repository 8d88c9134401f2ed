import { createRng } from '../../src/base/rng.js';
import type { Market } from '../../src/data/market.js';
import type { Actor } from '../../src/engine/actor.js';
import type { Desk, OrderTicket, Size } from '../../src/engine/desk.js';
import { HOUR, marketOf, type Bar } from './backtest.js';

/** A random walk of hourly bars on a 0.01 grid, so that prices touch levels exactly now and then. */
export function randomMarket(seed: number, length: number, volatility = 0.01): Market {
  const rng = createRng(seed, 'market');
  const round = (x: number) => Math.max(1, Math.round(x * 100) / 100);
  let price = 100;
  const bars: Bar[] = [];
  for (let i = 0; i < length; i++) {
    const open = round(price * (1 + 0.1 * volatility * (rng() - 0.5)));
    const close = round(open * (1 + volatility * (rng() - 0.5)));
    const high = round(Math.max(open, close) * (1 + 0.5 * volatility * rng()));
    const low = round(Math.min(open, close) * (1 - 0.5 * volatility * rng()));
    bars.push([open, high, low, close, round(1 + 100 * rng())]);
    price = close;
  }
  return marketOf(bars, { intervalMs: HOUR });
}

/**
 * A trader that does random things at `actions` random bars: entries of all order types and sizes, with and without exits, closes and
 * cancellations. Between them it asks to sleep; being shown more bars changes nothing that it does.
 */
export function randomActor(seed: number, market: Market, actions: number): Actor {
  const rng = createRng(seed, 'actor');
  const pick = <T>(...values: readonly [T, ...T[]]): T => values[Math.floor(rng() * values.length)] ?? values[0];
  const script = new Map<number, ((desk: Desk) => void)[]>();
  for (let k = 0; k < actions; k++) {
    const bar = Math.floor(rng() * market.length);
    const act = randomAction(bar, market, rng, pick);
    script.set(bar, [...(script.get(bar) ?? []), act]);
  }
  const bars = [...script.keys()].sort((a, b) => a - b);
  return {
    warmup: 0,
    onBar(i, desk) {
      for (const act of script.get(i) ?? []) act(desk);
      return bars.find((bar) => bar > i) ?? Number.MAX_SAFE_INTEGER;
    },
  };
}

type Pick = <T>(...values: readonly [T, ...T[]]) => T;

function randomAction(bar: number, market: Market, rng: () => number, pick: Pick): (desk: Desk) => void {
  const what = pick('order', 'order', 'order', 'order', 'close', 'cancel');
  if (what === 'close') return (desk) => desk.close('signal');
  if (what === 'cancel') return (desk) => desk.cancelAll();
  const type = pick('market', 'market', 'limit', 'stop', 'take_profit', 'stop_limit');
  const stop = pick(null, { distance: 0.2 + 3 * rng() });
  const target = pick(null, { distance: 0.2 + 5 * rng() });
  const lifetime = pick(0, 5, 50);
  const price = Math.round(market.close[bar]! * (1 + 0.02 * (rng() - 0.5)) * 100) / 100;
  const side = pick<1 | -1>(1, -1);
  const ticket: OrderTicket = {
    type,
    side,
    ...(type === 'stop_limit' && { limitPrice: Math.round((price + side * pick(0, 1) * rng()) * 100) / 100 }),
    timeInForce: pick('gtc', 'gtc', 'gtc', 'ioc', 'fok'),
    ...(type === 'limit' && pick(true, false) && { postOnly: { retries: 0, maxDeviation: 0 } }),
    ...(pick(true, false, false) && { group: 1 + Math.floor(3 * rng()) }),
    size: randomSize(rng, pick),
    ...(type !== 'market' && { price }),
    bracket: { ...(stop && { stop }), ...(target && { target }) },
    ...(lifetime > 0 && { expires: bar + lifetime }),
    reason: `plan-${bar}`,
  };
  return (desk) => void desk.submit(ticket);
}

function randomSize(rng: () => number, pick: Pick): Size {
  const kind = pick('quantity', 'equity', 'cash', 'risk');
  switch (kind) {
    case 'quantity':
      return { kind, value: 1 + Math.floor(rng() * pick(400, 4000)) };
    case 'equity':
      return { kind, value: pick(1, 20) * rng(), cap: 20 };
    case 'cash':
      return { kind, value: 50_000 * rng(), cap: 1 };
    case 'risk':
      return { kind, value: 0.05 * rng(), cap: 1 };
  }
}
