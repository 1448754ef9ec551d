import { IncomingMessage, type ServerResponse } from 'node:http';
import onHeaders from 'on-headers';

import type { Neighbour } from '@hallway/service-calls';

/**
 * Gives a request to a service of the same process, which answers it as one of its own.
 * Resolves when nothing is to be waited for any more.
 *
 * @param body where it was read already
 * @param onAnswer called with the status before the caller gets it
 */
export async function handOver(
  request: IncomingMessage,
  response: ServerResponse,
  neighbour: Neighbour,
  { body, onAnswer }: { body?: Buffer; onAnswer: (status: number) => void },
): Promise<void> {
  onHeaders(response, () => onAnswer(response.statusCode));
  const ended = new Promise<void>((resolve) => response.once('close', resolve));
  neighbour.serve(body ? readAgain(request, body) : request, response);
  await ended;
}

/** The same request with its body still to be read. */
function readAgain(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const again = Object.assign(new IncomingMessage(request.socket), {
    method,
    url,
    headers,
    rawHeaders,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
    complete: true,
  });
  again.push(body);
  again.push(null);
  return again;
}
