import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { limitKey } from '../limits';
import { writeStatus } from './write-status';

/** From connecting, or from its first byte, to the end of the headers of a request. */
const headersMs = 10_000;
/** Without a byte in either direction; longer than any answer may take to begin. */
const stillMs = 60_000;
/** The whole of a request: a large file over a slow line. Small bodies have deadlines of their own. */
const requestMs = 1_800_000;
const lookEveryMs = 2_000;
/** For what is left of a body that was answered. */
const leftoverMs = 10_000;
/** Longer than any caller keeps an idle connection, so that none is closed under a request. */
const keepAliveMs = 65_000;

/** By what Node calls the fault; everything else is 400. */
const statusByFault: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * What every server that listens needs against those who call it, before it listens: a connection that is reset at
 * any moment ends that connection only, one that says nothing ends by itself, and one address has only so many.
 *
 * @param perAddress open connections that one address may have; 0 for any number, as behind a proxy
 */
export function protectServer(server: Server, perAddress = 0): void {
  server.headersTimeout = headersMs;
  server.requestTimeout = requestMs;
  server.timeout = stillMs;
  server.keepAliveTimeout = keepAliveMs;
  // An option of the constructor, which frameworks call; Node reads it when the server begins to listen.
  Object.assign(server, { connectionsCheckingInterval: lookEveryMs });
  // Node's own listener goes when a socket is upgraded, and an unhandled error ends the process.
  server.on('connection', (socket) => socket.on('error', () => undefined));
  server.on('clientError', answerMalformed);
  server.on('request', finishBody);
  if (perAddress > 0) limitConnections(server, perAddress);
}

/**
 * Who began to read a body and answers before its end leaves the rest in the connection, and the next handler gets that
 * connection next, from a pool, waits behind it. Node drops the rest only of a body that has not been read from.
 */
function finishBody(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.readableEnded || request.destroyed) return;
    const late = setTimeout(() => request.destroy(), leftoverMs).unref();
    request.once('close', () => clearTimeout(late));
    request.unpipe().resume();
  });
}

function answerMalformed(error: Error & { code?: string }, socket: Duplex): void {
  const { _httpMessage: answer, bytesRead } = socket as Socket & { _httpMessage?: { headersSent: boolean } };
  // A browser opens connections that it may need later: one that goes unused is closed without a word.
  if (error.code === 'ECONNRESET' || bytesRead === 0 || answer?.headersSent) socket.destroy();
  else writeStatus(socket, statusByFault[error.code ?? ''] ?? 400);
}

function limitConnections(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = limitKey((socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > most) socket.destroy();
  });
}
