#!/usr/bin/env node
import { CommanderError } from 'commander';
import { reportError } from './errors.js';
import { createProgram } from './program.js';

const words = process.argv.slice(2);
const options = {
  debug: words.includes('--debug') || process.env['HGOPT_DEBUG'] === '1',
  json: words.includes('--json'),
};

process.on('uncaughtException', (error) => process.exit(reportError(error, options)));

try {
  await createProgram().parseAsync(
    words.filter((word) => word !== '--debug'),
    { from: 'user' },
  );
} catch (error) {
  const isAnswered = error instanceof CommanderError && error.exitCode === 0;
  process.exitCode = isAnswered ? 0 : reportError(error, options);
}
