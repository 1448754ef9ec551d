import { BrokenPicture, type PictureFile } from './picture-file';

/** Far more than a camera or a program writes; it bounds the memory that a hostile file takes. */
const maxParts = 10_000;

interface Range {
  from: number;
  to: number;
}

/** What a cleaned picture is made of: stretches of the file as they are, and a few bytes of our own. */
export class KeptParts {
  /** Set once pixels are among them: from there on, a file that is cut off is still a picture. */
  hasPixels = false;
  private readonly parts: (Range | Buffer)[] = [];

  constructor(private readonly file: PictureFile) {}

  keep(from: number, end: number): void {
    const to = Math.min(end, this.file.size);
    const last = this.parts.at(-1);
    if (last && 'to' in last && last.to === from) last.to = to;
    else this.add({ from, to });
  }

  /** Bytes of our own; they may still be changed until they are written. */
  put(bytes: Buffer): void {
    this.add(bytes);
  }

  get size(): number {
    return this.parts.reduce((sum, part) => sum + ('to' in part ? part.to - part.from : part.length), 0);
  }

  async *bytes(): AsyncGenerator<Buffer> {
    for (const part of this.parts) {
      if (Buffer.isBuffer(part)) yield part;
      else yield* this.stretch(part);
    }
  }

  private async *stretch({ from, to }: Range): AsyncGenerator<Buffer> {
    for (let at = from; at < to;) {
      const some = (await this.file.rest(at)).subarray(0, to - at);
      yield some;
      at += some.length;
    }
  }

  private add(part: Range | Buffer): void {
    if (this.parts.length >= maxParts) throw new BrokenPicture('too many parts');
    this.parts.push(part);
  }
}
