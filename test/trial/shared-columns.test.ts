import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { sma } from '../../src/indicators/sma.js';
import { crossings } from '../../src/indicators/crossings.js';
import { columnKey, columnStatistics, createSharedColumns, SharedColumns } from '../../src/trial/shared-columns.js';

const request = sma({ window: 3 });
const values = Float64Array.of(NaN, NaN, 2, 3, 4);

describe('a shared column', () => {
  test('is computed by the first that asks and found ready by the others', () => {
    const handle = createSharedColumns([columnKey('bars', request.key)], 1000);
    const first = new SharedColumns(handle, 'bars').get(request, () => values);
    const second = new SharedColumns(handle, 'bars').get(request, () => {
      throw new Error('computed twice');
    });
    expect(second).toEqual(values);
    expect(second!.buffer).toBe(handle.data);
    expect(first!.buffer).toBe(handle.data);
    expect(columnStatistics(handle)).toEqual({ computed: 1, apart: 0, requests: 0, overflows: 0, bytes: 40 });
  });

  test('keeps events as 32-bit integers', () => {
    const events = crossings({}, sma({ window: 2 }), sma({ window: 3 }));
    const handle = createSharedColumns([columnKey('bars', request.key), columnKey('bars', events.key)], 1000);
    const shared = new SharedColumns(handle, 'bars');
    shared.get(request, () => values);
    expect(shared.get(events, () => Int32Array.of(4, ~7, 9))).toEqual(Int32Array.of(4, ~7, 9));
    expect(columnStatistics(handle).bytes).toBe(40 + 16);
  });

  test('that finds no room is left to every thread', () => {
    const handle = createSharedColumns([columnKey('bars', request.key)], 32);
    const shared = new SharedColumns(handle, 'bars');
    expect(shared.get(request, () => values)).toBe(values);
    expect(shared.get(request, () => values)).toBeNull();
    expect(columnStatistics(handle)).toMatchObject({ computed: 0, overflows: 1 });
  });

  test('that was not planned is not shared', () => {
    const handle = createSharedColumns([], 1000);
    expect(new SharedColumns(handle, 'bars').get(request, () => values)).toBeNull();
  });

  test('is waited for while another thread computes it', async () => {
    const handle = createSharedColumns([columnKey('bars', request.key)], 1000);
    // The other thread claims the column, takes its time, and publishes as the worker of a sweep does.
    const code = `
      const { workerData, parentPort } = require('node:worker_threads');
      import(workerData.module).then(({ SharedColumns }) => {
        const wait = () => { parentPort.postMessage('claimed'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200); };
        new SharedColumns(workerData.handle, 'bars').get(workerData.request, () => { wait(); return Float64Array.of(1, 2, 3); });
      });`;
    const module = new URL('../../dist/src/trial/shared-columns.js', import.meta.url).href;
    const worker = new Worker(code, {
      eval: true,
      workerData: { handle, module, request: { key: request.key, kind: 'series' } },
    });
    await new Promise((resolve) => worker.once('message', resolve));
    const seen = new SharedColumns(handle, 'bars').get(request, () => {
      throw new Error('computed twice');
    });
    expect(seen).toEqual(Float64Array.of(1, 2, 3));
    await worker.terminate();
  });
});

test('a column whose computation fails is left to every thread, and nobody waits for it', () => {
  const handle = createSharedColumns([columnKey('bars', request.key)], 1000);
  const shared = new SharedColumns(handle, 'bars');
  const fail = () => {
    throw new Error('no such window');
  };
  expect(() => shared.get(request, fail)).toThrow('no such window');
  expect(shared.get(request, () => values)).toBeNull();
});
