import type { ASTNode } from '@marcbachmann/cel-js';
import { printable } from '../base/errors.js';
import { didYouMean } from '../base/nearest-name.js';

/** Functions of expressions and how many numbers they take. */
const FUNCTIONS: Readonly<Record<string, number>> = { abs: 1, floor: 1, ceil: 1, min: 2, max: 2 };

/** A piece of the text that is replaced. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Ends the compilation with a message about the character at an offset. */
export type Fail = (rule: string, hint: string, at: number) => never;

/** Dotted name of a chain of member reads, or null when the chain begins with something else. */
function dottedName(node: ASTNode): string | null {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return null;
  const owner = dottedName(node.args[0]);
  return owner === null ? null : `${owner}.${node.args[1]}`;
}

/** Collects the edits that make the text mean what a trader reads: every number a double, every dotted name one variable. */
export function collectEdits(node: ASTNode, text: string, names: readonly string[], edits: Edit[], fail: Fail): void {
  const visit = (child: ASTNode): void => collectEdits(child, text, names, edits, fail);
  switch (node.op) {
    case 'value': {
      if (typeof node.args === 'object' && node.args !== null)
        return fail('bytes and unsigned numbers have no place here', 'write a plain number', node.start);
      if (typeof node.args === 'bigint')
        edits.push({ start: node.start, end: node.end, text: `${String(Number(node.args))}.0` });
      return;
    }
    case 'id':
    case '.': {
      const name = dottedName(node);
      if (name === null)
        return fail('only parameters have members', 'write the dotted path of a parameter', node.start);
      const k = names.indexOf(name);
      if (k < 0) return fail(`unknown parameter ${printable(name)}`, didYouMean(name, names), node.start);
      edits.push({ start: node.start, end: node.end, text: `p${k}` });
      return;
    }
    case 'call': {
      const [name, args] = node.args;
      if (!Object.hasOwn(FUNCTIONS, name))
        return fail(`unknown function ${printable(name)}`, didYouMean(name, Object.keys(FUNCTIONS)), node.start);
      if (args.length !== FUNCTIONS[name])
        return fail(`${name} takes ${FUNCTIONS[name]} numbers`, 'correct the arguments', node.start);
      return args.forEach(visit);
    }
    case '!_':
    case '-_':
      return visit(node.args);
    case 'list':
    case '?:':
      return node.args.forEach(visit);
    case '&&':
    case '||':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'in':
      return node.args.forEach(visit);
    default:
      return fail(
        'an expression compares parameters and numbers',
        'use + - * / % < <= > >= == != && || ! in ?: and abs, floor, ceil, min, max',
        node.start,
      );
  }
}

/** Position in the original text of a position in the edited text. */
export function originalOffset(at: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const edit of edits) {
    const start = edit.start + shift;
    if (at < start) break;
    if (at < start + edit.text.length) return edit.start;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return at - shift;
}
