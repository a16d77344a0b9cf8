import { defineConfig } from 'vitest/config'

// Real programs and a real browser: one file after the other, with patience for a busy machine.
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    bail: 1,
  },
})
