import { defineConfig } from 'vitest/config';

/** Suites that start programs, servers or namespaces; the rest is quick and runs in `npm run ok`. */
const slow = ['test/system/**/*.test.ts', 'test/cli/end-to-end/**/*.test.ts', 'test/quality/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: slow } },
      { extends: true, test: { name: 'system', include: slow } },
    ],
  },
});
