import type { KeptParts } from './kept-parts';
import { BrokenPicture, type PictureFile } from './picture-file';

/**
 * Items that are pixels, or say how pixels are put together. All others are notes: EXIF, XMP as a MIME item, and whatever
 * a program or a broken byte calls them. How the picture is turned is no item but a property.
 */
const pixels = new Set(['av01', 'hvc1', 'hev1', 'lhv1', 'vvc1', 'avc1', 'jpeg', 'j2k1', 'unci', 'mski', 'grid', 'iovl', 'iden', 'tmap']);
const maxNoteBytes = 16 * 1024 * 1024;

interface Stretch {
  from: number;
  to: number;
}

/** HEIC and AVIF name what they hold by position, so notes are overwritten with zeros: nothing moves. */
export async function keepHeif(file: PictureFile, parts: KeptParts): Promise<void> {
  const meta = await findBox(file, { from: 0, to: file.size }, 'meta');
  if (!meta) throw new BrokenPicture('no meta box');
  // Version and flags come before the boxes in it.
  const inside = { from: meta.from + 4, to: meta.to };
  let at = 0;
  for (const { from, to } of await stretchesOf(file, inside, await noteItems(file, inside))) {
    if (from < at || to > file.size || to - from > maxNoteBytes) throw new BrokenPicture('notes in no order');
    parts.keep(at, from);
    parts.put(Buffer.alloc(to - from));
    at = to;
  }
  parts.keep(at, file.size);
}

async function noteItems(file: PictureFile, meta: Stretch): Promise<Set<number>> {
  const ids = new Set<number>();
  const list = await findBox(file, meta, 'iinf');
  if (!list) return ids;
  const entries = { from: list.from + ((await file.byte(list.from)) === 0 ? 6 : 8), to: list.to };
  for await (const { type, from } of boxes(file, entries)) {
    if (type !== 'infe') continue;
    const fields = new Fields(file, from);
    const version = await fields.next(1);
    await fields.next(3);
    const id = await fields.next(version < 3 ? 2 : 4);
    await fields.next(2);
    if (version < 2 || !pixels.has(await fields.text(4))) ids.add(id);
  }
  return ids;
}

/** Where the bytes of these items lie, in the order of the file. */
async function stretchesOf(file: PictureFile, meta: Stretch, items: Set<number>): Promise<Stretch[]> {
  const locations = await findBox(file, meta, 'iloc');
  if (!locations || items.size === 0) return [];
  const found: Stretch[] = [];
  const fields = new Fields(file, locations.from);
  const version = await fields.next(1);
  await fields.next(3);
  const [offsetBytes, lengthBytes] = nibbles(await fields.next(1));
  const [baseBytes, indexBytes] = nibbles(await fields.next(1));
  for (let left = await fields.next(version < 2 ? 2 : 4); left > 0; left--) {
    const id = await fields.next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : (await fields.next(2)) & 0x0f;
    await fields.next(2);
    const base = (await fields.next(baseBytes)) + (method === 1 ? await startOfData(file, meta) : 0);
    for (let extents = await fields.next(2); extents > 0; extents--) {
      if (version > 0) await fields.next(indexBytes);
      const from = base + (await fields.next(offsetBytes));
      const length = await fields.next(lengthBytes);
      if (!items.has(id)) continue;
      if (method > 1 || length === 0) throw new BrokenPicture('notes within other items');
      found.push({ from, to: from + length });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

async function startOfData(file: PictureFile, meta: Stretch): Promise<number> {
  const data = await findBox(file, meta, 'idat');
  if (!data) throw new BrokenPicture('no idat box');
  return data.from;
}

async function findBox(file: PictureFile, within: Stretch, wanted: string): Promise<Stretch | undefined> {
  for await (const { type, ...content } of boxes(file, within)) if (type === wanted) return content;
  return undefined;
}

/** Boxes one after another, by type and where their content lies. */
async function* boxes(file: PictureFile, { from, to }: Stretch): AsyncGenerator<Stretch & { type: string }> {
  for (let at = from; at + 8 <= to;) {
    const fields = new Fields(file, at);
    const short = await fields.next(4);
    const type = await fields.text(4);
    const size = short === 1 ? await fields.next(8) : short === 0 ? to - at : short;
    const end = at + size;
    if (end < fields.at || end > to) throw new BrokenPicture('a box of impossible size');
    yield { type, from: fields.at, to: end };
    at = end;
  }
}

function nibbles(byte: number): [number, number] {
  return [byte >> 4, byte & 0x0f];
}

/** Reads one field after another. */
class Fields {
  constructor(
    private readonly file: PictureFile,
    public at: number,
  ) {}

  async next(bytes: number): Promise<number> {
    const field = await this.take(bytes);
    return field.reduce((value, byte) => value * 256 + byte, 0);
  }

  async text(bytes: number): Promise<string> {
    return (await this.take(bytes)).toString('latin1');
  }

  private async take(bytes: number): Promise<Buffer> {
    const field = await this.file.read(this.at, bytes);
    this.at += bytes;
    return field;
  }
}
