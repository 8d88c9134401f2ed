import { Command } from 'commander';
import { out } from './console.js';
import { choice } from './flags.js';

const KINDS = ['sweep', 'backtest', 'venue', 'preset'] as const;

/** `hgopt schema`: JSON Schema of the files a user writes, for editors. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of a kind of file, for editors')
    .argument('<kind>', KINDS.join(', '), choice('hgopt schema KIND', KINDS))
    .action(async (kind: (typeof KINDS)[number]) => {
      const { jsonSchemaText } = await import('../config/json-schema.js');
      out((await jsonSchemaText(kind)).trimEnd());
    });
}
