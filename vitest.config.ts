import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/_support/build.ts', 'test/_support/temporary.ts'],
    setupFiles: ['test/_support/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
