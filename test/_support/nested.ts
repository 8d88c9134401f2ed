/** Sections out of dotted paths: `{ 'a.b': 1 }` gives `{ a: { b: 1 } }`. */
export function nested(flat: Readonly<Record<string, unknown>>): unknown {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split('.');
    let at = root;
    for (const key of keys.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>;
    at[keys[keys.length - 1]!] = value;
  }
  return root;
}
