import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

import { bundleBudget } from '../../tools/build/bundle-budget.mjs';
import { leanContracts } from '../../tools/build/lean-contracts.mjs';
import { websocketOnly } from '../../tools/build/websocket-only.mjs';

/** The running stack (`npm start`) that `vite` alone talks to. */
const stack = { target: 'http://localhost:3000', ws: true };

/** Mutations are made in dialogs and menus only. */
const librariesOfChat = /node_modules\/(@tanstack|react-router|markdown-it|linkify-it|uc\.micro|mdurl)\/(?!.*(mutationObserver|useMutation)\.js)/;

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

/** What makes it an app of its own on a phone or a desktop, and lets it open without network. */
const installable = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/service-worker',
  filename: 'service-worker.ts',
  injectRegister: false,
  injectManifest: {
    rollupFormat: 'iife',
    globPatterns: ['**/*.{js,css,html,webmanifest}', 'assets/inter-latin-wght-normal*.woff2', 'icons/icon.svg'],
    // A few chunks are large and still needed: emoji names, the editor.
    maximumFileSizeToCacheInBytes: 2 ** 22,
  },
  integration: {
    configureCustomSWViteBuild(config) {
      config.logLevel = 'error';
    },
  },
  manifest: {
    id: '/',
    name: 'Hallway',
    short_name: 'Hallway',
    description: 'Team chat',
    start_url: '/',
    display: 'standalone',
    theme_color: '#007378',
    background_color: '#edf1f4',
    icons: [
      { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
});

export default defineConfig({
  plugins: [
    leanContracts(),
    websocketOnly(),
    react(),
    bundleBudget({ entry: '/components/sign-in-page.tsx', chat: '/app/chat-app.tsx' }),
    preloadFont,
    installable,
  ],
  resolve: {
    // The full table of named entities weighs more than the rest of the parser, and a browser knows hosts by itself.
    alias: [
      { find: /^entities$/, replacement: '@hallway/markup/entities' },
      { find: /^punycode\.js$/, replacement: '@hallway/markup/punycode' },
      // Its own exports lead to the one with warnings for developers, for every importer.
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
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'initial', tags: ['$initial'] },
            { name: 'libraries', test: librariesOfChat },
            { name: 'people', test: /lib\/(people\/(profiles|person-avatar)|use-blob-url|local-store)\b/ },
          ],
        },
      },
    },
  },
});
