import { plainFileName, type Variant } from '@hallway/contracts-uploads';

/** Types that a browser may show in place; everything else is only ever downloaded. */
const shownInline = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'audio/mp4',
  'audio/webm',
  'video/mp4',
  'video/webm',
]);

export function maySeeInline(mimeType: string): boolean {
  return shownInline.has(mimeType);
}

/** A picture that has the small one which the addresses of pictures name. */
export function isShowable({ mimeType, variants }: { mimeType: string; variants: Variant[] }): boolean {
  return mimeType.startsWith('image/') && variants.some(({ name }) => name === 'thumb');
}

/**
 * The Content-Disposition of a file, RFC 6266: an ASCII name for old programs
 * and the real one in UTF-8. Names from before `plainFileName` are made plain here.
 */
export function dispositionOf(kind: 'inline' | 'attachment', fileName: string): string {
  const safe = plainFileName(fileName).replaceAll('"', '').trim() || 'file';
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_').replaceAll('%', '_');
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
