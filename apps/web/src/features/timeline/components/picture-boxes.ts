import type { Attachment } from '@hallway/contracts-uploads';

const widest = 420;
const highest = 320;
const mosaicHeight = 240;
const mosaicGap = 4;
/** More pictures than this hide behind a number. */
export const mosaicCells = 4;

export type Picture = Attachment & { width: number; height: number };

export interface PictureBoxes {
  pictures: Picture[];
  files: Attachment[];
  /** The outer box of all pictures, known before any has loaded; 0 without pictures. */
  width: number;
  height: number;
}

/** What can be shown as a picture: something with a preview of known size. */
function isPicture(attachment: Attachment): attachment is Picture {
  return Boolean(attachment.width && attachment.height) && attachment.variants.some(({ name }) => name === 'preview');
}

/** Pictures and other files of a message, and the room that the pictures take. */
export function pictureBoxes(attachments: readonly Attachment[]): PictureBoxes {
  const pictures = attachments.filter(isPicture);
  const files = attachments.filter((attachment) => !isPicture(attachment));
  const [only] = pictures;
  if (!only) return { pictures, files, width: 0, height: 0 };
  if (pictures.length === 1) return { pictures, files, ...fit(only) };
  const height = pictures.length === 2 ? mosaicHeight : 2 * (mosaicHeight / 2) + mosaicGap;
  return { pictures, files, width: widest, height };
}

/** Never larger than the picture itself, and large enough to be hit. */
function fit({ width, height }: Picture): { width: number; height: number } {
  const scale = Math.min(1, widest / width, highest / height);
  return { width: Math.max(44, Math.round(width * scale)), height: Math.max(44, Math.round(height * scale)) };
}
