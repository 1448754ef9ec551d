import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleBudget } from '../../tools/build/bundle-budget.mjs';
import { withoutValidation } from '../../tools/build/without-validation.mjs';

/** The running stack (`npm start`) that `vite` alone talks to. */
const stack = { target: 'http://localhost:3000', ws: true };

export default defineConfig({
  plugins: [withoutValidation(), react(), bundleBudget('/app/chat-app.tsx')],
  resolve: {
    // The full table of named entities weighs more than the rest of the parser.
    alias: [{ find: /^entities$/, replacement: '@hallway/markup/entities' }],
  },
  server: { proxy: { '/api': stack, '/socket.io': stack } },
  build: {
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    manifest: true,
    // A font or a picture in the style sheet would be in every visit, needed or not.
    assetsInlineLimit: 0,
  },
});
