import { Problem } from '@hallway/contracts-core';
import { clientEvents, serverEvents, socketPath } from '@hallway/contracts-realtime';

import { allSchemas, reachable, refTo } from './schemas';

interface NamedClass {
  name: string;
}

/** The AsyncAPI 3.0 document of the Socket.IO events, made from the contract's event maps. */
export function asyncApiDocument(serverUrl: string, version: string): object {
  const used = new Set<string>([Problem.name]);
  const messages: Record<string, object> = {};
  const operations: Record<string, object> = {};
  for (const [name, event] of Object.entries(clientEvents)) {
    const data = event.many ? { type: 'array', items: use(event.returns, used) } : use(event.returns, used);
    messages[name] = { name, summary: event.summary, payload: use(event.payload, used) };
    messages[`${name}.ack`] = { name: `${name}.ack`, summary: `The answer to ${name}`, payload: ackSchema(data) };
    operations[name] = {
      action: 'receive',
      channel: { $ref: '#/channels/socket' },
      messages: [messageRef(name)],
      reply: { channel: { $ref: '#/channels/socket' }, messages: [messageRef(`${name}.ack`)] },
    };
  }
  for (const [name, event] of Object.entries(serverEvents)) {
    messages[name] = { name, summary: event.summary, payload: use(event.payload, used) };
    operations[name] = { action: 'send', channel: { $ref: '#/channels/socket' }, messages: [messageRef(name)] };
  }
  const { host, protocol } = new URL(serverUrl);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hallway live events',
      version,
      description: 'Socket.IO, namespace /, with the access token as auth.token. Every client event is acknowledged.',
    },
    defaultContentType: 'application/json',
    servers: { public: { host, pathname: socketPath, protocol: protocol === 'https:' ? 'wss' : 'ws' } },
    channels: {
      socket: {
        address: '/',
        messages: Object.fromEntries(Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${pointer(name)}` }])),
      },
    },
    operations,
    components: { messages, schemas: reachable(allSchemas(), used) },
  };
}

function use(wireClass: NamedClass, used: Set<string>): { $ref: string } {
  used.add(wireClass.name);
  return refTo(wireClass);
}

function ackSchema(data: object): object {
  const properties = (ok: boolean, rest: object) => ({ type: 'object', properties: { ok: { const: ok }, ...rest }, required: ['ok', ...Object.keys(rest)] });
  return { oneOf: [properties(true, { data }), properties(false, { error: refTo(Problem) })] };
}

function messageRef(name: string): { $ref: string } {
  return { $ref: `#/channels/socket/messages/${pointer(name)}` };
}

/** Escapes a name inside a JSON pointer. */
function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
