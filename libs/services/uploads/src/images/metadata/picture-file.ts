import { type FileHandle, open } from 'node:fs/promises';

const pageBytes = 65_536;

/** The bytes do not follow the rules of the format. */
export class BrokenPicture extends Error {}

/**
 * Steps that reading a picture may take: far more than cameras and programs need, whose segments are long. A file of
 * nothing but tiny ones would otherwise keep everyone waiting.
 */
const freeSteps = 20_000;
const bytesOfStep = 200;

/** Reads a file of any size in small steps, a page of it in memory. */
export class PictureFile {
  private page: Buffer = Buffer.alloc(0);
  private pageStart = 0;
  private stepsLeft: number;

  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {
    this.stepsLeft = freeSteps + size / bytesOfStep;
  }

  static async open(path: string): Promise<PictureFile> {
    const handle = await open(path);
    return new PictureFile(handle, (await handle.stat()).size);
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** @throws BrokenPicture when there are not that many bytes */
  async read(at: number, length: number): Promise<Buffer> {
    if (this.stepsLeft-- <= 0) throw new BrokenPicture('too many parts');
    if (length < 0 || length > pageBytes || at + length > this.size) throw new BrokenPicture('shorter than it says');
    if (at < this.pageStart || at + length > this.pageStart + this.page.length) await this.turnTo(at);
    return this.page.subarray(at - this.pageStart, at - this.pageStart + length);
  }

  /** As `read`, of long stretches only the beginning. */
  head(at: number, length: number): Promise<Buffer> {
    return this.read(at, Math.min(length, pageBytes));
  }

  async byte(at: number): Promise<number> {
    return (await this.read(at, 1)).readUInt8();
  }

  /** From here to the end of what is in memory; empty at the end of the file. */
  async rest(at: number): Promise<Buffer> {
    if (at >= this.size) return Buffer.alloc(0);
    if (at < this.pageStart || at >= this.pageStart + this.page.length) await this.turnTo(at);
    return this.page.subarray(at - this.pageStart);
  }

  private async turnTo(at: number): Promise<void> {
    const page = Buffer.alloc(Math.min(pageBytes, this.size - at));
    const { bytesRead } = await this.handle.read(page, 0, page.length, at);
    if (bytesRead < page.length) throw new Error('the file was cut while it was read');
    this.page = page;
    this.pageStart = at;
  }
}
