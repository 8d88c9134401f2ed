import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { Finding } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import { pathKey, type ValuePath } from './document.js';
import { interpolate, type Environment } from './interpolate.js';
import { FORBIDDEN_KEYS } from './resolve-point.js';
import { numberProblem } from './scalar-guard.js';

/** Offsets of a value, of its key, and of the first character of its text where that stands as it is. */
export interface ValuePlace {
  readonly key?: number | undefined;
  readonly value: number;
  readonly text?: number | undefined;
}

export interface YamlTree {
  readonly value: Json;
  /** By `pathKey`. */
  readonly places: ReadonlyMap<string, ValuePlace>;
}

/** Values after following all aliases; a file that grows beyond this was made to. */
const MAX_VALUES = 50_000;

type Report = (offset: number, finding: Omit<Finding, 'place'>) => void;

/** Turns a parsed YAML document into plain data and remembers where each value stands. Problems are reported, not thrown. */
export function buildTree(document: Document.Parsed, environment: Environment, report: Report): YamlTree {
  const places = new Map<string, ValuePlace>();
  const active = new Set<Node>();
  // What each reference means is fixed when it is first met, in the order of the text: the nearest anchor above of its name.
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node | undefined>();
  let expanding = 0;
  let values = 0;
  let isGivenUp = false;

  const giveUp = (offset: number, rule: string): null => {
    if (!isGivenUp)
      report(offset, { code: 'HG-CONFIG-005', rule, hint: 'write the values out instead of referring to others' });
    isGivenUp = true;
    return null;
  };

  const scalar = (node: Scalar, offset: number): Json => {
    const { value, source = '' } = node;
    if (typeof value === 'number') {
      const problem = numberProblem(source, value);
      if (problem !== null) report(offset, { code: 'HG-CONFIG-006', value: source, ...problem });
      return value === 0 ? 0 : value;
    }
    if (typeof value !== 'string') return typeof value === 'boolean' ? value : null;
    const text = interpolate(value, environment);
    if (typeof text === 'string') return text;
    report(offset, { code: 'HG-CONFIG-007', value, ...text });
    return '';
  };

  const map = (node: YAMLMap, path: ValuePath): Json => {
    const entries: Record<string, Json> = {};
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      const offset = key?.range?.[0] ?? node.range?.[0] ?? 0;
      if (!isScalar(key) || key.value === null) {
        report(offset, { code: 'HG-CONFIG-004', rule: 'a key is a plain word', hint: 'write name: value' });
        continue;
      }
      const name = key.type === 'PLAIN' ? (key.source ?? String(key.value)) : String(key.value);
      if (FORBIDDEN_KEYS.has(name)) {
        report(offset, { code: 'HG-CONFIG-004', value: name, rule: `${name} cannot be a key`, hint: 'rename it' });
      } else if (Object.hasOwn(entries, name)) {
        report(offset, {
          code: 'HG-CONFIG-004',
          value: name,
          rule: `the key ${name} is given twice`,
          hint: 'keep one of them',
        });
      } else {
        entries[name] = visit(pair.value as Node | null, [...path, name], offset);
      }
    }
    return entries;
  };

  const visit = (node: Node | null, path: ValuePath, key?: number): Json => {
    const offset = node?.range?.[0] ?? key ?? 0;
    if (isGivenUp) return null;
    if (++values > MAX_VALUES) return giveUp(offset, `references multiply the values to more than ${MAX_VALUES}`);
    const isQuoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
    const text = isScalar(node) && node.source === node.value ? offset + (isQuoted ? 1 : 0) : undefined;
    // What stands behind a reference is placed at the reference.
    if (expanding === 0) places.set(pathKey(path), { key, value: offset, text });
    if (isAlias(node)) {
      if (!targets.has(node)) targets.set(node, anchors.get(node.source));
      const target = targets.get(node);
      if (target === undefined) return giveUp(offset, `the reference *${node.source} points to nothing above it`);
      if (active.has(target))
        return giveUp(offset, `the reference *${node.source} points to something that contains it`);
      expanding++;
      const value = visit(target, path, key);
      expanding--;
      return value;
    }
    if (node === null) return null;
    if (expanding === 0 && 'anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    active.add(node);
    let value: Json = null;
    if (isScalar(node)) value = scalar(node, offset);
    else if (isSeq(node)) value = node.items.map((item, k) => visit(item as Node | null, [...path, k]));
    else if (isMap(node)) value = map(node, path);
    active.delete(node);
    return value;
  };

  return { value: visit(document.contents, []), places };
}
