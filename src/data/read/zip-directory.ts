/** One file of a zip archive, as the central directory tells it. */
export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0 = stored, 8 = deflated. */
  readonly method: number;
  readonly crc: number;
  /** Bytes packed and unpacked. */
  readonly packed: number;
  readonly size: number;
  /** Where the packed bytes begin. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const SATURATED = 0xffffffff;
const MAX_ENTRIES = 1_000;

/**
 * Entries of a zip archive, at most a thousand, zip64 included; null when the archive is not whole.
 *
 * Source: PKWARE, ".ZIP File Format Specification" 6.3.10, sections 4.3 and 4.5.3.
 */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] | null {
  try {
    return readEntries(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    // A view throws RangeError when an offset of a damaged archive leads outside.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readEntries(view: DataView): ZipEntry[] | null {
  let end = view.byteLength - 22;
  const lowest = Math.max(0, end - 65_535);
  while (end >= lowest && view.getUint32(end, true) !== END) end--;
  if (end < lowest || end + 22 + view.getUint16(end + 20, true) !== view.byteLength) return null;
  let count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === SATURATED) {
    if (view.getUint32(end - 20, true) !== LOCATOR_64) return null;
    const end64 = Number(view.getBigUint64(end - 12, true));
    if (view.getUint32(end64, true) !== END_64) return null;
    count = Number(view.getBigUint64(end64 + 32, true));
    at = Number(view.getBigUint64(end64 + 48, true));
  }
  const entries: ZipEntry[] = [];
  for (let k = 0; k < Math.min(count, MAX_ENTRIES); k++) {
    if (view.getUint32(at, true) !== CENTRAL) return null;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const sizes = wideSizes(view, at, at + 46 + nameLength, extraLength);
    if (view.getUint32(sizes.local, true) !== LOCAL) return null;
    entries.push({
      name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: sizes.packed,
      size: sizes.size,
      offset: sizes.local + 30 + view.getUint16(sizes.local + 26, true) + view.getUint16(sizes.local + 28, true),
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Sizes and local offset of an entry; each that does not fit 32 bits stands in the zip64 extra field, in this order. */
function wideSizes(view: DataView, at: number, extra: number, extraLength: number) {
  const narrow = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  let field = extra;
  while (field + 4 <= extra + extraLength && view.getUint16(field, true) !== 1)
    field += 4 + view.getUint16(field + 2, true);
  let next = field + 4;
  const [size, packed, local] = narrow.map((value) => {
    if (value !== SATURATED || next + 8 > extra + extraLength) return value;
    next += 8;
    return Number(view.getBigUint64(next - 8, true));
  });
  return { size: size!, packed: packed!, local: local! };
}
