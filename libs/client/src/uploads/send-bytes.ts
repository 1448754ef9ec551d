import { NetworkProblem } from '../http/client-problem.ts';
import { type UploadRequest, uploadRequests } from '../platform/browser.ts';

export interface BytesRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  data: Blob | Uint8Array;
}

export interface BytesAnswer {
  status: number;
  text: string;
  retryAfter: string | null;
}

interface SendOptions {
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Sends bytes in one request, with progress where the platform has it. */
export function sendBytes(request: BytesRequest, options: SendOptions): Promise<BytesAnswer> {
  options.signal?.throwIfAborted();
  const Request = uploadRequests();
  return Request ? byXhr(new Request(), request, options) : byFetch(request, options);
}

async function byFetch({ method, url, headers, data }: BytesRequest, { signal }: SendOptions): Promise<BytesAnswer> {
  try {
    const response = await fetch(url, { method, headers, body: data as RequestInit['body'], signal });
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new NetworkProblem('failed', { cause: error });
  }
}

function byXhr(xhr: UploadRequest, { method, url, headers, data }: BytesRequest, { onProgress, signal }: SendOptions): Promise<BytesAnswer> {
  return new Promise((resolve, reject) => {
    const abort = () => xhr.abort();
    const finish = (settle: () => void) => () => {
      signal?.removeEventListener('abort', abort);
      settle();
    };
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    xhr.onload = finish(() => resolve({ status: xhr.status, text: xhr.responseText, retryAfter: xhr.getResponseHeader('retry-after') }));
    xhr.onerror = finish(() => reject(new NetworkProblem('failed')));
    xhr.onabort = finish(() => reject(signal?.reason));
    signal?.addEventListener('abort', abort);
    xhr.send(data);
  });
}
