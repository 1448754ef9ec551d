import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: {
    // The full table of named entities weighs more than the rest of the parser.
    alias: [{ find: /^entities$/, replacement: '@hallway/markup/entities' }],
  },
  build: { cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'], manifest: true },
});
