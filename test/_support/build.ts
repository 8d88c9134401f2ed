import { execFileSync } from 'node:child_process';

/** Worker threads run compiled code, so the build must match the sources before any test starts. `HGOPT_SKIP_BUILD=1` trusts the build that is there. */
export default function build(): void {
  if (process.env['HGOPT_SKIP_BUILD'] === '1') return;
  execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
}
