import { CST, Lexer } from 'yaml';

const MAX_DEPTH = 64;
const MAX_KEYS = 5_000;
const MAX_ITEMS = 20_000;
const MAX_ALIASES = 1_000;

/** A rule that the structure of a text breaks, and the offset where it does. */
export interface StructureProblem {
  readonly rule: string;
  readonly hint: string;
  readonly offset: number;
}

/**
 * Looks for structures that would exhaust the parser, whose recursion can end the whole process: nesting deeper than 64, more than
 * 5,000 keys or 20,000 items. Also finds tags and directives, which could change what values mean. Works on tokens, without recursion,
 * and stops at the first problem; null when there is none.
 */
export function structureProblem(text: string): StructureProblem | null {
  let [offset, flow, keys, items, aliases] = [0, 0, 0, 0, 0];
  let isScalarText = false;
  // Columns at which block collections are open, and the column and freshness of the current line.
  const indents: number[] = [];
  let lineStart = 0;
  let isIndenting = true;
  for (const token of new Lexer().lex(text)) {
    const problem = (rule: string, hint: string): StructureProblem => ({ rule, hint, offset });
    const type = isScalarText ? 'scalar' : CST.tokenType(token);
    const isMarker = !isScalarText && (token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR);
    isScalarText = !isScalarText && token === CST.SCALAR;
    if (isMarker) continue;
    const column = offset - lineStart;
    switch (type) {
      case 'flow-seq-start':
      case 'flow-map-start':
        flow++;
        items++;
        break;
      case 'flow-seq-end':
      case 'flow-map-end':
        flow = Math.max(0, flow - 1);
        break;
      case 'map-value-ind':
        keys++;
        break;
      case 'explicit-key-ind':
        keys++;
        break;
      case 'seq-item-ind':
      case 'comma':
        items++;
        break;
      case 'alias':
        aliases++;
        break;
      case 'tag':
        return problem('tags are not allowed', 'write the plain value; quote text that looks like a number');
      case 'directive-line':
        return problem('YAML directives are not allowed', 'delete the line');
      default:
        break;
    }
    const isContent = type !== 'space' && type !== 'newline' && type !== 'comment';
    if (isContent && flow === 0) {
      // Compact nesting, "- - -", opens one level an indicator; a key opens at the first token of its line.
      const opens = type === 'seq-item-ind' || type === 'explicit-key-ind';
      if (isIndenting || opens) {
        while (indents.length > 0 && (indents.at(-1) ?? 0) >= column) indents.pop();
        indents.push(column);
      }
      if (!opens) isIndenting = false;
    }
    if (indents.length + flow > MAX_DEPTH)
      return problem(`nesting deeper than ${MAX_DEPTH} levels`, 'settings need a handful of levels');
    if (keys > MAX_KEYS) return problem(`more than ${MAX_KEYS} keys`, 'name the settings file, not the data');
    if (items > MAX_ITEMS)
      return problem(`more than ${MAX_ITEMS} list items`, 'write a range: {min: 1, max: 100000, step: 1}');
    if (aliases > MAX_ALIASES) return problem(`more than ${MAX_ALIASES} aliases`, 'write the values out');
    offset += token.length;
    const lastBreak = token.lastIndexOf('\n');
    if (lastBreak >= 0) {
      lineStart = offset - (token.length - lastBreak - 1);
      isIndenting = true;
    }
  }
  return null;
}
