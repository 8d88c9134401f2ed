import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const json = (file: string): Record<string, never> =>
  JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Record<string, never>;

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

describe('the package', () => {
  const manifest = json('package.json') as unknown as {
    version: string;
    engines: { node: string };
    bin: { hgopt: string };
    files: string[];
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };

  test('names exact versions only', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.length).toBeGreaterThan(10);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('asks for the oldest Node that it is tested on', () => {
    expect(manifest.engines.node).toBe('>=20.19');
  });

  test('has a command and ships what the command needs', () => {
    expect(manifest.bin).toEqual({ hgopt: 'dist/src/cli/main.js' });
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'configs', 'sweeps']));
  });

  test('stands in the changelog with its version', () => {
    expect(readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8')).toContain(`## ${manifest.version}`);
  });

  test('has a lock file that names no registry and agrees with the manifest', () => {
    const packages = Object.entries(json('package-lock.json')['packages'] as unknown as Record<string, Locked>);
    expect(packages.length).toBeGreaterThan(50);
    const root = packages[0]![1];
    expect(root.dependencies).toEqual(manifest.dependencies);
    expect(root.devDependencies).toEqual(manifest.devDependencies);
    expect(packages.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    expect(packages.slice(1).filter(([, entry]) => entry.version === undefined)).toEqual([]);
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(packages.find(([place]) => place === `node_modules/${name}`)?.[1].version, name).toBe(version);
    }
  });
});

describe('the packed package', () => {
  test('installs elsewhere without its sources and runs a sweep there', ({ skip }) => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'hgopt-pack-'));
    const npm = (cwd: string, ...args: string[]): string =>
      execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund'], {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    try {
      npm(ROOT, 'pack', '--ignore-scripts', '--pack-destination', dir);
      const tarball = readdirSync(dir).find((file) => file.endsWith('.tgz'))!;
      expect(tarball).toBe(`hgopt-${String(json('package.json')['version'])}.tgz`);
      npm(dir, 'init', '--yes');
      try {
        npm(dir, 'install', `./${tarball}`, '--ignore-scripts', '--prefer-offline');
      } catch {
        skip('no registry in reach: the install of the packed package was not tried');
      }
      const installed = path.join(dir, 'node_modules/hgopt');
      expect(existsSync(path.join(installed, 'src'))).toBe(false);
      expect(existsSync(path.join(installed, 'sweeps/grid.yaml'))).toBe(true);
      const bin = path.join(dir, 'node_modules/.bin/hgopt');
      expect(statSync(bin).mode & 0o111).not.toBe(0);
      expect(execFileSync(bin, ['--version'], { encoding: 'utf8' }).trim()).toBe(json('package.json')['version']);
      const sweep = path.join(installed, 'sweeps/random.yaml');
      execFileSync(bin, ['sweep', sweep, '--max-trials', '10', '--out', 'results', '--quiet'], { cwd: dir });
      expect(readFileSync(path.join(dir, 'results/optimization_results.csv'), 'utf8').trim().split('\n')).toHaveLength(
        11,
      );
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }, 180_000);
});
