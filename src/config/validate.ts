import type { z } from 'zod';
import { ConfigError, printable, type Finding } from '../base/errors.js';
import { didYouMean, nearestName } from '../base/nearest-name.js';
import { valueAt, type ConfigDocument, type ValuePath } from './yaml/document.js';
import { knownKeys, leavesOf } from './schema-shape.js';

type Issue = z.core.$ZodIssue;

/** What a branch of a union wants instead of a value of another kind; null when it objects to more than the kind. */
function wantedKind(issues: readonly Issue[]): string | null {
  const [issue] = issues;
  if (issues.length !== 1 || issue === undefined || issue.path.length > 0) return null;
  if (issue.code === 'invalid_type') return issue.expected;
  return issue.code === 'invalid_value' ? issue.values.map(String).join(' or ') : null;
}

/** The issues of a union: those of the branch that got furthest, or the union's own when no branch accepts the kind of value. */
function flatten(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const kinds = issue.errors.map(wantedKind);
  if (!kinds.includes(null)) return [{ ...issue, errors: [], message: `expected ${[...new Set(kinds)].join(' or ')}` }];
  const depth = (issues: readonly Issue[]): number => Math.max(...issues.map((i) => i.path.length));
  const [best = []] = issue.errors
    .filter((_, k) => kinds[k] === null)
    .toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
  return best.flatMap((i) => flatten({ ...i, path: [...issue.path, ...i.path] }));
}

/** Next step for a value of the wrong kind, by what people take for it. */
function hintFor(issue: Issue, value: unknown): string {
  const expected = issue.code === 'invalid_type' ? issue.expected : '';
  if (issue.code === 'invalid_value') return `one of: ${issue.values.map(String).join(', ')}`;
  if (expected === 'boolean' && typeof value === 'string' && /^(yes|no|on|off|y|n|true|false)$/i.test(value))
    return 'write true or false';
  if (['number', 'int'].includes(expected) && typeof value === 'string') {
    if (/^[-+]?[\d_]+$/.test(value) && value.includes('_')) return 'write the number without underscores';
    return value.trim() !== '' && Number.isFinite(Number(value)) ? `write ${value} without quotes` : 'write a number';
  }
  if (expected === 'int') return 'write a whole number';
  if (issue.code === 'too_small')
    return `${issue.inclusive === false ? 'above' : 'the least is'} ${String(issue.minimum)}`;
  if (issue.code === 'too_big')
    return `${issue.inclusive === false ? 'below' : 'the largest is'} ${String(issue.maximum)}`;
  return 'correct the value';
}

/** The nearest key of the same section, else a key of that name in another one. */
function hintForKey(key: string, known: readonly string[], schema: z.ZodType): string {
  if (nearestName(key, known) !== undefined) return didYouMean(key, known);
  const elsewhere = [...leavesOf(schema).keys()].filter((path) => path.includes('.'));
  const names = elsewhere.map((path) => path.slice(path.lastIndexOf('.') + 1));
  const nearest = nearestName(key, names);
  return nearest === undefined ? didYouMean(key, known) : `did you mean ${elsewhere[names.indexOf(nearest)] ?? ''}?`;
}

const sentence = (message: string): string =>
  message.replace(/^Invalid (input|option): /, '').replace(/^Too (small|big): /, '');

/** Findings for what a schema says against a part of a document; `at` is the path of that part. */
export function findingsOf(
  issues: readonly Issue[],
  schema: z.ZodType,
  document: ConfigDocument,
  at: ValuePath = [],
): readonly Finding[] {
  return issues.flatMap(flatten).flatMap((issue): Finding[] => {
    const inner = issue.path.filter((key) => typeof key !== 'symbol');
    const path = [...at, ...inner];
    const name = path.join('.');
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, inner);
      return issue.keys.map((key) => ({
        code: 'HG-CONFIG-010',
        place: document.place([...path, key], 'key'),
        value: key,
        rule: name === '' ? `unknown key ${printable(key)}` : `unknown key ${printable(key)} in ${name}`,
        hint: hintForKey(key, known, schema),
      }));
    }
    const value = valueAt(document.value, path);
    if (value === undefined) {
      const isMissing =
        issue.code === 'invalid_type' || issue.code === 'invalid_union' || issue.code === 'invalid_value';
      const rule = isMissing ? `${name} is required` : `${name}: ${sentence(issue.message)}`;
      return [
        {
          code: 'HG-CONFIG-012',
          place: document.place(path),
          rule,
          hint: isMissing ? `add ${name}` : hintFor(issue, value),
        },
      ];
    }
    return [
      {
        code: 'HG-CONFIG-011',
        place: document.place(path),
        value: printable(value),
        rule: `${name}: ${sentence(issue.message)}`,
        hint: hintFor(issue, value),
      },
    ];
  });
}

/**
 * The part of a document at `at`, checked and completed by a schema.
 *
 * @throws ConfigError with one finding a mistake: HG-CONFIG-010 unknown key, -011 wrong value, -012 missing value
 */
export function validate<S extends z.ZodType>(schema: S, document: ConfigDocument, at: ValuePath = []): z.output<S> {
  const result = schema.safeParse(valueAt(document.value, at));
  if (result.success) return result.data;
  throw new ConfigError(findingsOf(result.error.issues, schema, document, at));
}
