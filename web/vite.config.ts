import { defineConfig } from 'vitest/config';

// `npm run dev` serves the sources; a `./mien serve` beside it does the rest.
const server = process.env.MIEN_SERVER ?? 'http://127.0.0.1:5080';

export default defineConfig({
  base: './',
  build: {
    // The launcher says where the server finds the page.
    outDir: process.env.MIEN_WEB_OUTPUT ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Worklets, WebAssembly and pictures stay files of their own: the page's content security policy allows no data: scripts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/v1': { target: server, ws: true }, '/models': server },
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    // Nothing here leaves anything behind, and starting a worker for each file takes longer than its tests.
    pool: 'threads',
    isolate: false,
    testTimeout: 30_000,
  },
});
