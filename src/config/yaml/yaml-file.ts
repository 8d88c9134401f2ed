import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { ConfigError, type Finding } from '../../base/errors.js';
import { readConfigText } from './config-text.js';
import { pathKey, type ConfigDocument, type ValuePath } from './document.js';
import type { Environment } from './interpolate.js';
import { structureProblem } from './structure-guard.js';
import { parseToml } from './toml-file.js';
import { buildTree } from './yaml-tree.js';

const SYNTAX_HINTS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'keep one document: delete the line --- and what follows',
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'line up the keys of a section, close every [ and {',
  DUPLICATE_KEY: 'keep one of them',
};

/** The parser's own words without its position, which every finding has in its place. */
const wordsOf = (error: YAMLError): string =>
  (error.message.split('\n')[0] ?? '').replace(/; please use .*/, '').replace(/ at line \d+, column \d+:?$/, '');

/**
 * Parses settings: YAML 1.2 or JSON. Reads no value otherwise than it is written, follows no tag, and refuses structures that would
 * exhaust the parser before it sees them.
 *
 * @throws ConfigError HG-CONFIG-003 (syntax, structure), -004 (keys), -005 (references), -006 (numbers), -007 (environment); all at once
 */
export function parseConfig(text: string, file: string, environment: Environment = process.env): ConfigDocument {
  const lines = new LineCounter();
  const findings: Finding[] = [];
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const structure = structureProblem(text);
  if (structure !== null) {
    lines.lineStarts.push(0);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
    throw new ConfigError({
      code: 'HG-CONFIG-003',
      place: placeOf(structure.offset),
      rule: structure.rule,
      hint: structure.hint,
    });
  }
  // Duplicate keys are looked for in the tree: the parser's own check takes quadratic time.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: true,
    logLevel: 'error',
    stringKeys: false,
  });
  for (const error of [...document.errors, ...document.warnings]) {
    const hint = SYNTAX_HINTS[error.code] ?? 'correct the line; text with : # [ ] { } needs quotes';
    findings.push({ code: 'HG-CONFIG-003', place: placeOf(error.pos[0]), rule: wordsOf(error), hint });
  }
  if (findings.length > 0) throw new ConfigError(findings);
  const tree = buildTree(document, environment, (offset, finding) =>
    findings.push({ ...finding, place: placeOf(offset) }),
  );
  if (findings.length > 0) throw new ConfigError(findings);
  const nearest = (path: ValuePath, part: 'key' | 'value'): string => {
    for (let length = path.length; ; length--) {
      const found = tree.places.get(pathKey(path.slice(0, length)));
      if (found !== undefined) return placeOf(part === 'key' ? (found.key ?? found.value) : found.value);
      if (length === 0) return `${file}:1:1`;
    }
  };
  return {
    file,
    value: tree.value,
    place: (path, part = 'value') => nearest(path, part),
    placeInText: (path, offset) => {
      const start = tree.places.get(pathKey(path))?.text;
      return start === undefined ? nearest(path, 'value') : placeOf(start + offset);
    },
  };
}

/** Reads and parses a settings file: YAML, JSON, or TOML where its name says so. @throws ConfigError as `readConfigText`, `parseConfig` and `parseToml` */
export function readConfig(file: string, environment?: Environment): ConfigDocument {
  const text = readConfigText(file);
  return /\.toml$/i.test(file) ? parseToml(text, file, environment) : parseConfig(text, file, environment);
}
