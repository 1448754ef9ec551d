import { Transform, type TransformCallback } from 'node:stream';

import { uploadMismatch, uploadTooLarge } from '@hallway/contracts-uploads';
import { ProblemError } from '@hallway/service-kit/errors';

/** Lets exactly the declared number of bytes through; one more or fewer fails the stream. */
export class ExactBytes extends Transform {
  private seen = 0;

  constructor(private readonly declared: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.seen += chunk.length;
    if (this.seen > this.declared) done(new ProblemError(uploadTooLarge, { detail: 'More bytes than declared' }));
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    if (this.seen < this.declared) done(new ProblemError(uploadMismatch, { detail: 'Fewer bytes than declared' }));
    else done();
  }
}
