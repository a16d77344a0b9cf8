import { defineConfig } from 'vite'

// `npm run dev` asks the server that METERBOOK_URL names.
const book = process.env.METERBOOK_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  build: {
    target: 'es2022',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the page's policy lets nothing be written into it
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': book, '/healthz': book, '/readyz': book } },
})
