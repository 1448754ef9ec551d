/** Server programs have no business in a browser bundle, and the other way round. */
const SERVER_ONLY = ['@nestjs/*', 'typeorm', 'pg', 'ioredis', 'socket.io', 'bcrypt', 'sharp', 'pino', 'undici', 'prom-client'];
const WEB_ONLY = ['react', 'react-dom', 'react-router', '@tanstack/*', '@radix-ui/*', 'zustand', 'lucide-react'];

/** Which project may import which, by the tags in their package.json files. */
const PROJECTS = {
  'platform:web': { libs: ['platform:web', 'platform:shared'], bannedNpm: SERVER_ONLY },
  'platform:server': { libs: ['platform:server', 'platform:shared'], bannedNpm: WEB_ONLY },
  'platform:shared': { libs: ['platform:shared'], bannedNpm: [...SERVER_ONLY, ...WEB_ONLY] },
  'type:contracts': { libs: ['type:contracts'], npm: ['class-validator', 'class-transformer', 'reflect-metadata'] },
  'type:markup': { libs: ['type:contracts'], npm: ['markdown-it'] },
  'type:client': { libs: ['type:contracts', 'type:markup'], npm: ['socket.io-client', 'tus-js-client', 'idb', 'uuid'] },
  'type:ui': { libs: ['type:ui', 'type:markup'] },
  'type:kit': { libs: ['type:contracts'] },
  'type:event-bus': { libs: ['type:kit', 'type:contracts'] },
  'type:service-calls': { libs: ['type:kit', 'type:contracts'] },
  'type:store-setup': { libs: [] },
  'type:service-host': { libs: ['type:kit', 'type:event-bus', 'type:service-calls', 'type:contracts'] },
  'type:service': { libs: ['type:contracts', 'type:markup', 'type:kit', 'type:event-bus', 'type:service-calls', 'type:service-host'] },
  // The only ones who may know a service: they say which of them run in a process.
  'type:composition-root': { libs: ['type:service', 'type:service-host'] },
  'type:app': { libs: ['type:contracts', 'type:markup', 'type:client', 'type:ui'] },
  'type:testing': { libs: ['type:contracts', 'type:client'] },
  'type:e2e': { libs: ['type:testing', 'type:client', 'type:contracts', 'type:markup'] },
};

/** What ships: the constraints as they are. */
export const forSources = Object.entries(PROJECTS).map(([sourceTag, { libs, npm, bannedNpm }]) => ({
  sourceTag,
  onlyDependOnLibsWithTags: libs,
  ...(npm && { allowedExternalImports: npm }),
  ...(bannedNpm && { bannedExternalImports: bannedNpm }),
}));

/** Spec files: the same projects and the testing library besides; any package, since none of it ships. */
export const forTests = Object.entries(PROJECTS).map(([sourceTag, { libs }]) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [...libs, ...(sourceTag.startsWith('type:') ? ['type:testing'] : ['platform:server'])],
}));
