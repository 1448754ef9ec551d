import { type DeclaredUpload, plainFileName, type Upload, uploadExpired, uploadsApi, type UploadTarget } from '@hallway/contracts-uploads';

import { HallwayProblem, NetworkProblem } from '../http/client-problem.ts';
import type { Http, TokenSource } from '../http/http.ts';
import { readProblem } from '../http/read-problem.ts';
import type { Clock } from '../platform/clock.ts';
import { sendBytes } from './send-bytes.ts';
import { untilStalled } from './stall-guard.ts';

export interface UploadFile {
  name: string;
  type: string;
  size: number;
  data: Blob | Uint8Array;
}

export interface UploadOptions {
  /** From 0 to 1. Without XMLHttpRequest (Node) it is reported only at the end. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
  /** An upload that can be gone on with later is declared: keep it, and give it as `resume`. */
  onDeclared?: (declared: DeclaredUpload) => void | Promise<void>;
  /** What an earlier try has declared. */
  resume?: DeclaredUpload;
}

/**
 * Sends the bytes of a declared upload in another way, such as in pieces that
 * survive a cut (tus): resolves when the server has them all.
 */
export type UploadTransport = (file: UploadFile, target: ResumableAddress, options: Pick<UploadOptions, 'onProgress' | 'signal'>) => Promise<void>;

export interface ResumableAddress {
  url: string;
  /** A token that is good for now; asked for again for each piece. */
  token(): Promise<string | undefined>;
}

/** For files above `aboveBytes`. */
export interface LargeUploads {
  aboveBytes: number;
  transport: UploadTransport;
}

/** Uploads in three steps: declare, send the bytes, complete. */
export class Uploads {
  constructor(
    private readonly http: Http,
    private readonly tokens: TokenSource,
    private readonly clock: Clock,
    private readonly large?: LargeUploads,
  ) {}

  /** Resolves to the finished upload; its `id` goes into `attachments` of a message. */
  async upload(file: UploadFile, options: UploadOptions = {}): Promise<Upload> {
    if (options.resume) {
      try {
        return await this.finish(file, options.resume, options);
      } catch (error) {
        if (!isOver(error)) throw error;
      }
    }
    const body = { fileName: plainFileName(file.name) || 'file', mimeType: file.type || 'application/octet-stream', size: file.size };
    const declared = await this.http.call(uploadsApi.declare, { body, signal: options.signal });
    if (this.isLarge(file)) await options.onDeclared?.(declared);
    return this.finish(file, declared, options);
  }

  private async finish(file: UploadFile, declared: DeclaredUpload, options: UploadOptions): Promise<Upload> {
    try {
      await this.sendAll(file, declared, options);
    } catch (error) {
      // It takes no more bytes: an earlier try got all the way and its answer was lost, or its time is up. Completing tells.
      if (!(error instanceof HallwayProblem) || error.status !== 409) throw error;
    }
    options.onProgress?.(1);
    return this.http.call(uploadsApi.complete, { params: { uploadId: declared.id }, signal: options.signal });
  }

  private sendAll(file: UploadFile, declared: DeclaredUpload, options: UploadOptions): Promise<void> {
    return untilStalled(this.clock, options, async (guarded) => {
      if (!this.large || !this.isLarge(file)) return this.put(file, declared.upload, guarded);
      await this.large.transport(file, { url: this.http.address(declared.resumable.url), token: () => this.tokens.current() }, guarded);
    });
  }

  private isLarge(file: UploadFile): boolean {
    return this.large !== undefined && file.size > this.large.aboveBytes;
  }

  private async put(file: UploadFile, target: UploadTarget, options: UploadOptions): Promise<void> {
    // An object store is another host with its own signature: our token is none of its business.
    const own = !/^[a-z]+:\/\//i.test(target.url);
    const token = own ? await this.tokens.current() : undefined;
    const headers = { ...target.headers, ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await sendBytes({ method: target.method, url: this.http.address(target.url), headers, data: file.data }, options);
    if (answer.status === 0) throw new NetworkProblem('failed');
    if (answer.status >= 300) throw readProblem(answer.status, answer.text, answer.retryAfter, this.clock);
  }
}

/** The server does not know the declared upload any more. */
function isOver(error: unknown): boolean {
  return error instanceof HallwayProblem && (error.status === 404 || error.is(uploadExpired));
}
