import type { Attachment } from '@hallway/contracts-uploads';

import { pictureBoxes } from './picture-boxes';

function picture(width: number, height: number): Attachment {
  return {
    id: `${width}x${height}`,
    fileName: 'a.png',
    mimeType: 'image/png',
    size: 1,
    sha256: '',
    width,
    height,
    variants: [{ name: 'preview', mimeType: 'image/webp', size: 1 }],
  } as Attachment;
}

const file = { id: 'f', fileName: 'a.pdf', mimeType: 'application/pdf', size: 1, sha256: '', variants: [] } as unknown as Attachment;

it('keeps the shape of a picture within 420 by 320', () => {
  expect(pictureBoxes([picture(4200, 2100)])).toMatchObject({ width: 420, height: 210 });
  expect(pictureBoxes([picture(1000, 2000)])).toMatchObject({ width: 160, height: 320 });
});

it('does not blow up a small picture, but leaves something to press', () => {
  expect(pictureBoxes([picture(100, 80)])).toMatchObject({ width: 100, height: 80 });
  expect(pictureBoxes([picture(1, 1)])).toMatchObject({ width: 44, height: 44 });
});

it('gives several pictures one box, whatever their shapes', () => {
  expect(pictureBoxes([picture(10, 900), picture(900, 10)])).toMatchObject({ width: 420, height: 240 });
  expect(pictureBoxes([picture(1, 1), picture(1, 1), picture(1, 1)])).toMatchObject({ width: 420, height: 244 });
});

it('takes no room for files', () => {
  expect(pictureBoxes([file])).toMatchObject({ pictures: [], files: [file], width: 0, height: 0 });
});
