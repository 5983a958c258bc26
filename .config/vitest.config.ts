// Two projects: `unit` (pure, fast, runs anywhere) and `hosts` (real containers, two files at a time).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: 'test/support/temporary.ts',
          include: ['src/**/*.test.ts', 'modules/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/hosts/**', 'test/rebuild/**', 'node_modules/**', 'dist/**'],
          testTimeout: 20_000,
          // Files share their worker's modules: loading the sources anew for each took as long as the tests. So no test mocks a module, and what one sets in the environment it takes back.
          isolate: false,
        },
      },
      {
        test: {
          name: 'hosts',
          globalSetup: 'test/support/temporary.ts',
          include: ['test/hosts/**/*.test.ts', 'test/rebuild/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          // They wait more than they work: two at a time take half as long. Each has servers of its own.
          maxWorkers: 2,
        },
      },
    ],
  },
});
