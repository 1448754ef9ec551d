// Decodes pictures of strangers, in a process of its own: when a decoder crashes,
// hangs or eats memory, this process dies and the service lives.
import sharp from 'sharp';

sharp.cache(false);
sharp.concurrency(1);

process.on('message', async (request) => {
  try {
    process.send?.({ ok: true, ...(await render(request)) });
  } catch (error) {
    process.send?.({ ok: false, message: error instanceof Error ? error.message : String(error) });
  }
});

/** Their pages are pictures beside each other, not frames. */
const heif = new Set(['heif', 'avif']);

/** Reads the size of a picture and writes smaller ones: `targets` = [{name, edge, path}], the largest first. */
async function render({ source, targets, maxPixels, maxEdge, maxFrames }) {
  const options = { limitInputPixels: maxPixels, failOn: 'error' };
  const meta = await sharp(source, options).metadata();
  if (Math.max(meta.width, meta.height) > maxEdge) throw new Error('too long an edge');
  if ((meta.pages ?? 1) > maxFrames) throw new Error('too many frames');
  const variants = [];
  let from = source;
  for (const { name, edge, path } of targets) {
    const { width, height, size } = await sharp(from, options)
      .rotate()
      .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toFile(path);
    variants.unshift({ name, mimeType: 'image/webp', width, height, size });
    // Only the first decodes what a stranger has sent.
    from = path;
  }
  const turned = (meta.orientation ?? 1) >= 5;
  return {
    width: turned ? meta.height : meta.width,
    height: turned ? meta.width : meta.height,
    animated: (meta.pages ?? 1) > 1 && !heif.has(meta.format),
    variants,
  };
}
