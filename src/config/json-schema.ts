import { z } from 'zod';
import { venueSettings } from './settings/venue.js';

export const SCHEMA_KINDS = ['sweep', 'backtest', 'venue', 'preset'] as const;
export type SchemaKind = (typeof SCHEMA_KINDS)[number];

/** What a kind of file may hold. */
export async function schemaOf(kind: SchemaKind): Promise<z.ZodType> {
  switch (kind) {
    case 'sweep':
      return (await import('./sweep-file.js')).sweepFile;
    case 'backtest':
      return (await import('./backtest-file.js')).backtestFile;
    case 'preset':
      return (await import('./strategy-section.js')).presetFile;
    case 'venue':
      return venueSettings;
  }
}

/** JSON Schema (draft 7) of a kind of file, as text: what editors need to complete and check it. */
export async function jsonSchemaText(kind: SchemaKind): Promise<string> {
  const schema = z.toJSONSchema(await schemaOf(kind), { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ ...schema, title: `hgopt ${kind} file` }, null, 2)}\n`;
}
