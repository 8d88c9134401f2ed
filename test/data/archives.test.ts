import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { loaderIn, minuteCsv, refusal, temporaryFolder } from './_support.js';

const load = loaderIn(temporaryFolder());
const text = minuteCsv(60);
const zip = (files: Record<string, Uint8Array>) => zipSync(files, { level: 6 });

test('a zipped or gzipped file gives the same bars as the file itself, whatever the name of the entry', async () => {
  const { digest } = (await load('a.csv', text)).report;
  expect((await load('a.csv.gz', gzipSync(text))).report.digest).toBe(digest);
  expect((await load('a.zip', zip({ '../../evil.csv': strToU8(text) }))).report.digest).toBe(digest);
  expect((await load('stored.zip', zipSync({ 'a.csv': strToU8(text) }, { level: 0 }))).report.digest).toBe(digest);
});

test('a gzipped file of several members is read whole', async () => {
  const half = text.indexOf('\n', text.length / 2) + 1;
  const members = Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))]);
  expect((await load('a.csv.gz', members)).report.rows).toBe(60);
});

describe('an archive is refused', () => {
  const good = zip({ 'a.csv': strToU8(text) });
  const directory = Buffer.from(good).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const altered = (change: (bytes: Uint8Array) => void): Uint8Array => {
    const copy = good.slice();
    change(copy);
    return copy;
  };
  test.each([
    ['with several files', zip({ 'a.csv': strToU8(text), 'b.csv': strToU8(text) }), 'HG-DATA-004', 'one file, not 2'],
    ['without a file', zip({ 'folder/': new Uint8Array() }), 'HG-DATA-004', 'one file, not 0'],
    ['inside an archive', zip({ 'inner.zip': good }), 'HG-DATA-004', 'no other archive'],
    ['that is encrypted', altered((b) => (b[directory + 8]! |= 1)), 'HG-DATA-004', 'not encrypted'],
    ['packed in a rare way', altered((b) => (b[directory + 10] = 12)), 'HG-DATA-004', 'stored or deflated'],
    ['with a wrong checksum', altered((b) => (b[directory + 16]! ^= 1)), 'HG-DATA-003', 'checksums'],
    ['that promises fewer bytes than it holds', altered((b) => (b[directory + 24]! ^= 1)), 'HG-DATA-003', 'checksums'],
    ['with damaged content', altered((b) => (b[60]! ^= 0xff)), 'HG-DATA-003', 'checksums'],
    ['that is a bomb', zip({ 'a.csv': new Uint8Array(40_000_000) }), 'HG-DATA-004', 'unpacks to at most'],
  ])('%s', async (_, bytes, code, rule) => {
    expect(await refusal(load('a.zip', bytes))).toMatchObject([
      { code, rule: expect.stringContaining(rule), place: 'a.zip' },
    ]);
  });

  test('that is a bomb in gzip', async () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000));
    expect(await refusal(load('a.csv.gz', bomb))).toMatchObject([{ code: 'HG-DATA-004' }]);
  });

  test('that is only called one', async () => {
    expect(await refusal(load('a.csv.gz', text))).toMatchObject([{ code: 'HG-DATA-003' }]);
    expect(await refusal(load('a.zip', text))).toMatchObject([{ code: 'HG-DATA-003' }]);
  });

  test('when it is cut short anywhere', async () => {
    for (let end = 0; end < good.length; end++) {
      expect(await refusal(load('a.zip', good.subarray(0, end))), `zip cut at ${end}`).toMatchObject([
        { code: 'HG-DATA-003' },
      ]);
    }
    const packed = gzipSync(text);
    for (let end = 0; end < packed.length; end++) {
      expect(await refusal(load('a.csv.gz', packed.subarray(0, end))), `gzip cut at ${end}`).toMatchObject([
        { code: 'HG-DATA-003' },
      ]);
    }
  });
});
