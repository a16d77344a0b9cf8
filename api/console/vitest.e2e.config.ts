import { defineConfig } from 'vitest/config'

// Real programs and a real browser: one file after the other, with patience for a busy machine.
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000, interval: 100 } },
    bail: 1,
  },
})
