import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The page is built into dist/web and served by the api on its own origin. In development, `API` names a running api. */
export default defineConfig({
  root: here('.'),
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/api': { target: process.env['API'] ?? 'http://127.0.0.1:7300', changeOrigin: false } } },
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // What every room uses of antd is larger than the default limit; it is fetched once, from the same machine.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'echarts', priority: 2, test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            { name: 'react', priority: 3, test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ },
          ],
        },
      },
    },
  },
});
