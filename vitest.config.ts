import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'conformance/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts'],
    // Pure packages hold no module state, so tests share workers: ten times faster than isolation.
    pool: 'threads',
    isolate: false,
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/generated/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 85 },
    },
  },
});
