import type { ParameterRow } from './parameter-table.js';

/** One plug-in in a listing. */
export interface ListedPlugin {
  readonly name: string;
  readonly summary: string;
  /** Short facts beside the name: unit and direction of a metric, kind of an indicator. */
  readonly facts: Readonly<Record<string, string>>;
  readonly parameters: readonly ParameterRow[];
  /** Result columns of a strategy's own, with their meaning. */
  readonly counters?: Readonly<Record<string, string>>;
}

const HEAD: readonly (keyof ParameterRow)[] = ['name', 'type', 'range', 'default', 'meaning'];

/** A longer cell pushes its own line only. */
const WIDEST = 24;

/** A listing for a terminal: one line a plug-in, its parameters indented below. */
export function listingText(plugins: readonly ListedPlugin[]): string {
  const width = Math.max(0, ...plugins.map((plugin) => plugin.name.length));
  return plugins
    .map(({ name, summary, facts, parameters, counters = {} }) => {
      const aside = Object.values(facts).filter((fact) => fact !== '');
      const line = `${name.padEnd(width)}  ${summary}${aside.length > 0 ? ` [${aside.join(', ')}]` : ''}`;
      if (parameters.length === 0) return line;
      const rows = parameters.map((parameter) => HEAD.map((key) => parameter[key]));
      const own = Object.entries(counters).map(([counter, meaning]) => `  result ${counter}: ${meaning}\n`);
      return `${line}\n${alignedRows([[...HEAD], ...rows])}\n${own.join('')}`;
    })
    .join('\n');
}

function alignedRows(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.min(WIDEST, Math.max(...rows.map((row) => row[column]!.length))));
  return rows
    .map((row) => `  ${row.map((text, column) => text.padEnd(widths[column]!)).join('  ')}`.trimEnd())
    .join('\n');
}

/** A listing as Markdown: a table of the plug-ins, or a section with a parameter table for each that has parameters. */
export function listingMarkdown(kind: string, plugins: readonly ListedPlugin[]): string {
  if (plugins.every((plugin) => plugin.parameters.length === 0)) {
    const facts = Object.keys(plugins[0]?.facts ?? {});
    const rows = plugins.map(({ name, summary, facts: of }) => [
      `\`${name}\``,
      summary,
      ...facts.map((fact) => of[fact] ?? ''),
    ]);
    return markdownTable([kind, 'meaning', ...facts], rows);
  }
  return plugins
    .map(({ name, summary, parameters, counters = {} }) => {
      const rows = parameters.map((parameter) =>
        HEAD.map((key) => (key === 'name' ? `\`${parameter.name}\`` : parameter[key])),
      );
      const own = Object.entries(counters).map(([counter, meaning]) => `\nResult \`${counter}\`: ${meaning}.\n`);
      return `### ${name}\n\n${summary}.\n${rows.length > 0 ? `\n${markdownTable(HEAD, rows)}\n` : ''}${own.join('')}`;
    })
    .join('\n');
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
