import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1024 * 1024;
const BALLAST = 'ballast';

/** Why no disk of its own can be had here; undefined when it can. */
export function noSmallDisks(): string | undefined {
  return process.platform === 'linux' && process.getuid?.() === 0 ? undefined : 'mounting a small disk needs root on Linux';
}

/** A folder on a disk of its own, small enough to be filled up. */
export class SmallDisk {
  private readonly ballast: string;

  private constructor(
    private readonly disk: string,
    /** Lies on the disk, so that it is empty although the disk holds more. */
    readonly folder: string,
  ) {
    this.ballast = join(disk, BALLAST);
  }

  static mount(disk: string, megabytes: number): SmallDisk {
    mkdirSync(disk, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'hallway-lab', disk]);
    const folder = join(disk, 'data');
    mkdirSync(folder);
    return new SmallDisk(disk, folder);
  }

  /** Until not one byte more has room. */
  fill(): void {
    const file = openSync(this.ballast, 'a');
    try {
      for (let size = MIB; size > 0;) size = written(file, size) ? size : Math.floor(size / 2);
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.disk]);
  }
}

function written(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
