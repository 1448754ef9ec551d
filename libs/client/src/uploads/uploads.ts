import { type Upload, type UploadTarget, uploadsApi } from '@hallway/contracts-uploads';
import type { Http } from '../http/http';
import { readProblem } from '../http/read-problem';
import { NetworkProblem } from '../http/client-problem';
import type { Clock } from '../platform/clock';
import type { TokenSource } from '../http/http';
import { sendBytes } from './send-bytes';

export interface UploadFile {
  name: string;
  type: string;
  size: number;
  data: Blob | Uint8Array;
}

export interface UploadOptions {
  /** From 0 to 1. Without XMLHttpRequest (Node) it is told only at the end. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Sends the bytes of a declared upload in another way, such as in pieces that
 * survive a cut (tus): resolves when the server has them all.
 */
export type UploadTransport = (file: UploadFile, target: { uploadId: string; resumableUrl: string; token: string | undefined }, options: UploadOptions) => Promise<void>;

/** Uploads in three steps: declare, send the bytes, complete. */
export class Uploads {
  constructor(
    private readonly http: Http,
    private readonly tokens: TokenSource,
    private readonly clock: Clock,
    /** For files above `aboveBytes`. */
    private readonly large?: { aboveBytes: number; transport: UploadTransport },
  ) {}

  /** Resolves to the finished upload; its `id` goes into `attachments` of a message. */
  async upload(file: UploadFile, options: UploadOptions = {}): Promise<Upload> {
    const { signal } = options;
    const mimeType = file.type || 'application/octet-stream';
    const declared = await this.http.call(uploadsApi.declare, { body: { fileName: file.name, mimeType, size: file.size }, signal });
    const token = await this.tokens.current();
    if (this.large && file.size > this.large.aboveBytes) {
      await this.large.transport(file, { uploadId: declared.id, resumableUrl: this.http.address(declared.resumable.url), token }, options);
    } else {
      await this.put(file, declared.upload, token, options);
    }
    options.onProgress?.(1);
    return this.http.call(uploadsApi.complete, { params: { uploadId: declared.id }, signal });
  }

  private async put(file: UploadFile, target: UploadTarget, token: string | undefined, options: UploadOptions): Promise<void> {
    // An object store is another host with its own signature: our token is none of its business.
    const own = !/^[a-z]+:\/\//i.test(target.url);
    const headers = { ...target.headers, ...(own && token && { authorization: `Bearer ${token}` }) };
    const answer = await sendBytes({ method: target.method, url: this.http.address(target.url), headers, data: file.data }, options);
    if (answer.status === 0) throw new NetworkProblem('failed');
    if (answer.status >= 300) throw readProblem(answer.status, answer.text, answer.retryAfter, this.clock);
  }
}
