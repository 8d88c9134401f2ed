import { ConfigError } from '../../base/errors.js';

const KEY = String.raw`[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*'`;
const TABLE = new RegExp(String.raw`^\s*\[\s*(${KEY})\s*\]\s*(#.*)?$`);
const PAIR = new RegExp(String.raw`^(\s*)(${KEY})(\s*)=(.*)$`);
/** Keys of a table stand this far in, characters. */
const INDENT = 2;

/** Strings as they are, and what stands between them. */
const PARTS = /"(?:[^"\\]|\\.)*"|'[^']*'|#.*|[^"'#]+|["']/g;

/**
 * Settings in TOML as the same settings in YAML, line for line, so that findings name the line that the user wrote: tables of one level with
 * keys, strings, numbers, dates, lists and inline tables.
 *
 * @throws ConfigError HG-CONFIG-003 for the rest of TOML: tables in tables, lists of tables, dotted keys, strings over several lines
 */
export function yamlOfToml(text: string, file: string): string {
  let indent = '';
  let depth = 0;
  const lines = text.split(/\r?\n/).map((line, n) => {
    const refuse = (rule: string): never => {
      const hint = 'write tables of one level with keys = values, inline tables {a = 1} inside them, or YAML';
      throw new ConfigError({ code: 'HG-CONFIG-003', place: `${file}:${n + 1}:1`, value: line.trim(), rule, hint });
    };
    if (/^\s*(#.*)?$/.test(line)) return line.trimStart();
    if (line.includes('"""') || line.includes("'''")) return refuse('strings over several lines are not read');
    if (depth > 0) {
      const value = valueOf(line);
      depth += value.depth;
      return `${indent}    ${value.text}`;
    }
    const [, table] = TABLE.exec(line) ?? [];
    if (table !== undefined) {
      indent = ' '.repeat(INDENT);
      return `${table}:`;
    }
    const [, , key = '', space = '', rest = ''] = PAIR.exec(line) ?? [];
    if (key === '')
      return refuse(line.trimStart().startsWith('[') ? 'tables in tables are not read' : 'a line is key = value');
    const value = valueOf(rest);
    depth = value.depth;
    return `${indent}${key}${space}: ${value.text.trimStart()}`;
  });
  return lines.join('\n');
}

/** A value in YAML, and how many brackets it leaves open. */
function valueOf(text: string): { readonly text: string; readonly depth: number } {
  let depth = 0;
  const parts = (text.match(PARTS) ?? []).map((part) => {
    if (/^["'#]/.test(part)) return part.startsWith('#') ? ` ${part}` : part;
    for (const c of part) depth += c === '[' || c === '{' ? 1 : c === ']' || c === '}' ? -1 : 0;
    return part.replace(/=\s?/g, ': ').replace(/\b(\d+)(?:_(\d+))+\b/g, (number) => number.replaceAll('_', ''));
  });
  return { text: parts.join(''), depth };
}

/** A place `file:line:column` in the YAML as one in the TOML. */
export function tomlPlace(place: string, text: string): string {
  const [, file = '', line = '1', column = '1'] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  const isIn = text.split('\n', Number(line)).at(-1)?.startsWith(' ') === true;
  return `${file}:${line}:${isIn ? Math.max(1, Number(column) - INDENT) : column}`;
}
