import { execFileSync } from 'node:child_process';

/** Worker threads run compiled code, so the build must match the sources before any test starts. */
export default function build(): void {
  execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
}
