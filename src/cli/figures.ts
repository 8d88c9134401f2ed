/** A count with thin groups of thousands: 1,200. */
export const countText = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');

/** A number for the eye: at most four significant digits after the point, no exponent in the common range. */
export function valueText(value: number): string {
  if (!Number.isFinite(value)) return 'no value';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return value.toExponential(3);
  return size >= 1_000 ? countText(Math.round(value)) : String(Number(value.toPrecision(5)));
}

/** A length of time for the eye: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${Math.max(0, Math.round(seconds * 10) / 10)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A size in memory for the eye: 512 B, 1.2 GiB. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let [size, k] = [bytes, 0];
  for (; size >= 1024 && k < units.length - 1; k++) size /= 1024;
  return `${Number(size.toPrecision(3))} ${units[k]}`;
}
