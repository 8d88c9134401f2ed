import type { Command, CommanderError } from 'commander';
import { ConfigError } from '../base/errors.js';
import type { Finding } from '../base/errors.js';
import { didYouMean } from '../base/nearest-name.js';

/** Full name of a command as it is typed: `hgopt data import`. */
function typedName(command: Command): string {
  return command.parent ? `${typedName(command.parent)} ${command.name()}` : command.name();
}

/** What commander found wrong with a command line, as one of our errors: names the word and the nearest one that is known. */
export function usageError(command: Command, error: CommanderError): ConfigError {
  const place = typedName(command);
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const help = `${place} --help lists what it takes`;
  const finding = (code: Finding['code'], rule: string, hint: string): ConfigError =>
    new ConfigError({ code, place, ...(word === '' ? {} : { value: word }), rule, hint });
  switch (error.code) {
    case 'commander.unknownOption': {
      const known = [...command.options.map((option) => option.long ?? ''), '--help', '--debug'];
      return finding('HG-CLI-001', 'there is no such flag', `${didYouMean(word, known)} (${help})`);
    }
    case 'commander.unknownCommand': {
      const known = command.commands.map((sub) => sub.name());
      return finding('HG-CLI-002', 'there is no such command', `${didYouMean(word, known)} (${help})`);
    }
    case 'commander.missingArgument':
      return finding('HG-CLI-003', 'an argument is missing', `give ${word.toUpperCase()}; ${help}`);
    case 'commander.help':
      return finding(
        'HG-CLI-003',
        'a command is missing',
        `give one of ${command.commands.map((sub) => sub.name()).join(', ')}`,
      );
    case 'commander.optionMissingArgument':
      return finding('HG-CLI-004', 'the flag needs a value', help);
    case 'commander.excessArguments':
      return finding('HG-CLI-005', error.message.replace(/^error: /, ''), `leave out what is too much; ${help}`);
    case 'commander.missingMandatoryOptionValue':
      return finding('HG-CLI-008', 'a required flag is missing', `add ${word}; ${help}`);
    default:
      return finding('HG-CLI-006', error.message.replace(/^error: /, ''), help);
  }
}
