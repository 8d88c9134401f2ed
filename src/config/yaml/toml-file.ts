import { parseTOML, type AST } from 'toml-eslint-parser';
import { ConfigError, type Finding } from '../../base/errors.js';
import type { Json } from '../../base/json.js';
import { pathKey, type ConfigDocument, type ValuePath } from './document.js';
import { interpolate, type Environment } from './interpolate.js';
import { FORBIDDEN_KEYS } from './resolve-point.js';

type Loc = AST.TOMLNode['loc'];
/** Where a value and its key begin. */
interface Place {
  readonly key: Loc;
  readonly value: Loc;
}

/**
 * Parses settings in TOML 1.0. Dates stay the text that was written; strings may refer to the environment.
 *
 * @throws ConfigError HG-CONFIG-003 (syntax), -004 (keys), -006 (numbers), -007 (environment)
 */
export function parseToml(text: string, file: string, environment: Environment = process.env): ConfigDocument {
  const findings: Finding[] = [];
  const places = new Map<string, Place>();
  const at = ({ start }: Loc): string => `${file}:${start.line}:${start.column + 1}`;
  const root: Record<string, Json> = {};

  const valueOf = (node: AST.TOMLContentNode, path: ValuePath): Json => {
    if (node.type === 'TOMLArray') return node.elements.map((element, k) => put(element.loc, element, [...path, k]));
    if (node.type === 'TOMLInlineTable') return tableOf(node.body, path);
    if (node.kind === 'string') {
      const found = interpolate(node.value, environment);
      if (typeof found === 'string') return found;
      findings.push({ code: 'HG-CONFIG-007', place: at(node.loc), value: node.value, ...found });
      return '';
    }
    if (node.kind === 'boolean') return node.value;
    if (node.kind !== 'integer' && node.kind !== 'float') return text.slice(...node.range);
    if (Number.isFinite(node.value) && Math.abs(node.value) <= Number.MAX_VALUE) return node.value;
    const [value, hint] = [text.slice(...node.range), 'write a finite number'];
    findings.push({ code: 'HG-CONFIG-006', place: at(node.loc), value, rule: 'a number is finite', hint });
    return 0;
  };
  const put = (key: Loc, node: AST.TOMLContentNode, path: ValuePath): Json => {
    places.set(pathKey(path), { key, value: node.loc });
    return valueOf(node, path);
  };
  const tableOf = (pairs: readonly AST.TOMLKeyValue[], path: ValuePath, table: Record<string, Json> = {}) => {
    for (const { key, value } of pairs) {
      const names = namesOf(key);
      const inner = [...path, ...names];
      const holder = openTable(table, names.slice(0, -1));
      holder[names.at(-1)!] = put(key.loc, value, inner);
    }
    return table;
  };
  const namesOf = ({ keys }: AST.TOMLKey): string[] =>
    keys.map((part) => {
      const name = part.type === 'TOMLBare' ? part.name : part.value;
      if (!FORBIDDEN_KEYS.has(name)) return name;
      findings.push({
        code: 'HG-CONFIG-004',
        place: at(part.loc),
        value: name,
        rule: 'a key that no setting has',
        hint: 'remove it',
      });
      return `${name}_`;
    });

  for (const node of topOf(text, file)) {
    if (node.type === 'TOMLKeyValue') {
      tableOf([node], [], root);
      continue;
    }
    const path = node.resolvedKey;
    places.set(pathKey(path), { key: node.key.loc, value: node.key.loc });
    namesOf(node.key);
    tableOf(node.body, path, openTable(root, path));
  }
  if (findings.length > 0) throw new ConfigError(findings);
  const place = (path: ValuePath, part: 'key' | 'value' = 'value'): string => {
    for (let length = path.length; length > 0; length--) {
      const found = places.get(pathKey(path.slice(0, length)));
      if (found !== undefined) return at(found[part]);
    }
    return `${file}:1:1`;
  };
  return { file, value: root, place, placeInText: (path) => place(path) };
}

function topOf(text: string, file: string): AST.TOMLTopLevelTable['body'] {
  try {
    return parseTOML(text).body[0].body;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { lineNumber = 1, column = 0 } = error as SyntaxError & { lineNumber?: number; column?: number };
    const hint = 'correct the line; a line of TOML is [table], key = value or a comment';
    const place = `${file}:${lineNumber}:${column + 1}`;
    throw new ConfigError({ code: 'HG-CONFIG-003', place, rule: error.message, hint }, { cause: error });
  }
}

/** The table at a path, made where it is not there; of a list of tables the entry that the path numbers. */
function openTable(root: Record<string, Json>, path: ValuePath): Record<string, Json> {
  let table = root as Record<string | number, Json>;
  path.forEach((key, k) => {
    if (!Object.hasOwn(table, key)) table[key] = typeof path[k + 1] === 'number' ? [] : {};
    table = table[key] as Record<string | number, Json>;
  });
  return table;
}
