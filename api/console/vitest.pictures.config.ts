import { defineConfig } from 'vitest/config'

// The pictures of the documentation: `npm run pictures`, with METERBOOK_IMAGES their folder.
export default defineConfig({
  test: {
    include: ['tests/pictures/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 900_000,
    bail: 1,
  },
})
