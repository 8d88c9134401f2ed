import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = path.join(ROOT, 'dist/src/cli/main.js');

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function hgopt(...args: string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd: ROOT, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

describe('the command line', () => {
  test('answers help and version on stdout', () => {
    const help = hgopt('--help');
    expect(help.code).toBe(0);
    for (const command of ['sweep', 'plan', 'backtest', 'replay', 'data', 'list', 'schema'])
      expect(help.stdout).toContain(command);
    expect(hgopt('--version')).toMatchObject({ code: 0, stderr: '' });
    expect(hgopt('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const sweep = hgopt('sweep', '--help');
    for (const flag of [
      '--out',
      '--workers',
      '--seed',
      '--max-trials',
      '--memory',
      '--resume',
      '--set',
      '--json',
      '--quiet',
    ]) {
      expect(sweep.stdout).toContain(flag);
    }
  });

  test.each([
    [['swep', 'x.yaml'], 'HG-CLI-002', 'swep', 'did you mean sweep?'],
    [['sweep', 'x.yaml', '--worker', '3'], 'HG-CLI-001', '--worker', 'did you mean --workers?'],
    [['sweep'], 'HG-CLI-003', 'file', 'hgopt sweep --help'],
    [['sweep', 'x.yaml', '--workers', '0'], 'HG-CLI-007', '0', '--workers'],
    [['sweep', 'x.yaml', '--workers', '1.5'], 'HG-CLI-007', '1.5', '--workers'],
    [['sweep', 'x.yaml', '--memory', 'lots'], 'HG-CLI-007', 'lots', '--memory 1GiB'],
    [['sweep', 'x.yaml', '--out'], 'HG-CLI-004', '--out', 'hgopt sweep --help'],
    [['sweep', 'x.yaml', 'y.yaml'], 'HG-CLI-005', undefined, 'hgopt sweep --help'],
    [['list', 'metric'], 'HG-CLI-007', 'metric', 'did you mean metrics?'],
    [['schema', 'sweeps'], 'HG-CLI-007', 'sweeps', 'did you mean sweep?'],
    [['data'], 'HG-CLI-003', undefined, 'import'],
    [['data', 'imprt'], 'HG-CLI-002', 'imprt', 'did you mean import?'],
    [['replay', 'results/x'], 'HG-CLI-008', undefined, '--trial'],
    [[], 'HG-CLI-003', undefined, 'sweep'],
  ])('%j ends with 2 and says code, value, rule and next step', (args, code, value, next) => {
    const answer = hgopt(...args);
    expect(answer.code).toBe(2);
    expect(answer.stdout).toBe('');
    expect(answer.stderr).toContain(code);
    if (value !== undefined) expect(answer.stderr).toContain(`value: ${value}`);
    expect(answer.stderr).toMatch(/ {2}rule: {2}\S/);
    expect(answer.stderr.slice(answer.stderr.indexOf('  next:'))).toContain(next);
    expect(answer.stderr).toContain('nothing was started');
    expect(answer.stderr).not.toMatch(/\n\s+at /);
  });

  test('shows a stack trace only when it is asked to debug', () => {
    expect(hgopt('swep', '--debug').stderr).toMatch(/\n\s+at /);
  });

  test('gives a wrong command as an event when JSON was asked for', () => {
    const { stdout } = hgopt('sweep', 'none.yaml', '--workers', '0', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ event: 'error', exit_code: 2, findings: [{ code: 'HG-CLI-007' }] });
  });

  test('says that a file is missing without a stack trace', () => {
    const { code, stderr } = hgopt('sweep', 'sweeps/none.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('sweeps/none.yaml');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('sends no control codes into a pipe', () => {
    for (const args of [['--help'], ['swep'], ['list', 'metrics']]) {
      const { stdout, stderr } = hgopt(...args);
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  test('ends quietly when its reader goes away', () => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${MAIN}" list metrics --json | head -n 1`],
      {
        encoding: 'utf8',
      },
    );
    expect(status).toBe(0);
    expect(stderr).toBe('');
  });
});

describe('listings', () => {
  test('show the built-in parts with their parameters', () => {
    expect(hgopt('list', 'strategies').stdout).toContain('short_ma_window');
    expect(hgopt('list', 'indicators').stdout).toContain('crossings');
    expect(hgopt('list', 'samplers').stdout).toContain('samples');
    expect(hgopt('list', 'splitters').stdout).toContain('min_train_samples');
    expect(hgopt('list', 'metrics', '--markdown').stdout).toContain('| `sharpe_ratio` |');
    const metrics = JSON.parse(hgopt('list', 'metrics', '--json').stdout) as {
      name: string;
      facts: { direction: string };
    }[];
    expect(metrics.find(({ name }) => name === 'max_drawdown')?.facts.direction).toBe('minimize');
  });

  test('print a JSON Schema for editors', () => {
    for (const kind of ['sweep', 'backtest', 'venue']) {
      expect(JSON.parse(hgopt('schema', kind).stdout)).toMatchObject({
        $schema: 'http://json-schema.org/draft-07/schema#',
      });
    }
  });
});
