import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { bundleBudget } from '../../tools/build/bundle-budget.mjs';
import { leanContracts } from '../../tools/build/lean-contracts.mjs';
import { websocketOnly } from '../../tools/build/websocket-only.mjs';

/** The running stack (`npm start`) that `vite` alone talks to. */
const stack = { target: 'http://localhost:3000', ws: true };

const librariesOfChat = /node_modules\/(@tanstack|react-router|markdown-it|linkify-it|uc\.micro|mdurl)\//;

/** The font of most texts, asked for before the style sheet that names it has arrived. */
const preloadFont: Plugin = {
  name: 'hallway-preload-font',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle }) {
      const font = Object.keys(bundle ?? {}).find((name) => name.includes('inter-latin-wght-normal'));
      if (!font) return [];
      return [{ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${font}` }, injectTo: 'head' }];
    },
  },
};

export default defineConfig({
  plugins: [leanContracts(), websocketOnly(), react(), bundleBudget('/app/chat-app.tsx'), preloadFont],
  resolve: {
    // The full table of named entities weighs more than the rest of the parser, and a browser knows hosts by itself.
    alias: [
      { find: /^entities$/, replacement: '@hallway/markup/entities' },
      { find: /^punycode\.js$/, replacement: '@hallway/markup/punycode' },
      // Its own exports lead to the one with warnings for developers, whoever asks.
      { find: /^react-router$/, replacement: fileURLToPath(new URL('../../node_modules/react-router/dist/production/index.mjs', import.meta.url)) },
    ],
  },
  server: { proxy: { '/api': stack, '/socket.io': stack } },
  build: {
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    manifest: true,
    // A font or a picture in the style sheet would be in every visit, needed or not.
    assetsInlineLimit: 0,
    // Dialogs share parts with the page, and each set of shared parts would be a file of its own, each compressed alone.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'initial', tags: ['$initial'] }, { name: 'libraries', test: librariesOfChat }] } } },
  },
});
