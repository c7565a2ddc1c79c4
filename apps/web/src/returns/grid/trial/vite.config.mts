import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The grid by itself, for its test in a browser; no part of the page. */
export default defineConfig({ root: fileURLToPath(new URL('.', import.meta.url)), base: './', plugins: [react()] });
