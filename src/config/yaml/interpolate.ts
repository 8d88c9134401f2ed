import type { ScalarProblem } from './scalar-guard.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{([^}]*)\}?/g;

/** Text with `${NAME}` and `${NAME:-default}` replaced from the environment; a problem where a name is unset or malformed. */
export function interpolate(text: string, environment: Environment): string | ScalarProblem {
  if (!text.includes('${')) return text;
  let problem: ScalarProblem | undefined;
  const replaced = text.replace(REFERENCE, (reference: string, body: string) => {
    const [, name, fallback] = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(body) ?? [];
    if (name === undefined || !reference.endsWith('}')) {
      problem ??= {
        rule: `${reference} is no reference to the environment`,
        hint: 'write ${NAME} or ${NAME:-default}',
      };
      return '';
    }
    // Own entries only: the environment of a process has a prototype, too.
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value === undefined && fallback === undefined) {
      problem ??= {
        rule: `the environment variable ${name} is not set`,
        hint: `set it, or give a default: \${${name}:-...}`,
      };
    }
    return value ?? fallback ?? '';
  });
  return problem ?? replaced;
}
