const orientationTag = 0x0112;
const shortType = 3;

/** How EXIF data (a small TIFF file) says that the picture must be turned: 1 to 8, 1 is upright. What cannot be read is upright. */
function orientationOf(tiff: Buffer): number {
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const number = (at: number, bytes: number) => {
    // Broken data of a camera must not keep its picture from being sent.
    if (at + bytes > tiff.length) return 0;
    return little ? tiff.readUIntLE(at, bytes) : tiff.readUIntBE(at, bytes);
  };
  const directory = number(4, 4);
  const end = directory + 2 + number(directory, 2) * 12;
  for (let entry = directory + 2; entry < end; entry += 12) {
    if (number(entry, 2) !== orientationTag) continue;
    const orientation = number(entry + 8, 2);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** EXIF data that says how to turn the picture and nothing else; `undefined` when it is upright. */
export function onlyOrientation(tiff: Buffer): Buffer | undefined {
  const orientation = orientationOf(tiff);
  if (orientation === 1) return undefined;
  const bytes = Buffer.alloc(26);
  bytes.write('MM\0*', 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(1, 8);
  bytes.writeUInt16BE(orientationTag, 10);
  bytes.writeUInt16BE(shortType, 12);
  bytes.writeUInt32BE(1, 14);
  bytes.writeUInt16BE(orientation, 18);
  return bytes;
}
