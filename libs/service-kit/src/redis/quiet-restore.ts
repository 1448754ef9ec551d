import type { Redis } from 'ioredis';

const restored = new Set(['select', 'subscribe', 'psubscribe', 'ssubscribe']);

/**
 * Handles the failing of what ioredis sends by itself when it is connected again. It keeps no promise of these, so that a
 * connection lost before their answer would count as an unhandled rejection; the next connection sends them again. A caller
 * who sends one of them is told of a failure as before.
 */
export function quietRestore(redis: Redis): void {
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    if (restored.has(command.name)) command.promise.catch(() => undefined);
    return send(command, stream);
  };
}
