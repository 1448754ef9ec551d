// Decodes pictures of strangers, in a process of its own: when a decoder crashes,
// hangs or eats memory, this process dies and the service lives.
import sharp from 'sharp';

sharp.cache(false);
sharp.concurrency(1);

process.on('message', async ({ source, targets, maxPixels, maxFrames }) => {
  try {
    process.send?.({ ok: true, ...(await render(source, targets, maxPixels, maxFrames)) });
  } catch (error) {
    process.send?.({ ok: false, message: error instanceof Error ? error.message : String(error) });
  }
});

/** Reads the size of a picture and writes smaller ones: `targets` = [{name, edge, path}]. */
async function render(source, targets, maxPixels, maxFrames) {
  const options = { limitInputPixels: maxPixels, failOn: 'error' };
  const meta = await sharp(source, options).metadata();
  if ((meta.pages ?? 1) > maxFrames) throw new Error('too many frames');
  const variants = [];
  for (const { name, edge, path } of targets) {
    const { width, height, size } = await sharp(source, options)
      .rotate()
      .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toFile(path);
    variants.push({ name, mimeType: 'image/webp', width, height, size });
  }
  const turned = (meta.orientation ?? 1) >= 5;
  return { width: turned ? meta.height : meta.width, height: turned ? meta.width : meta.height, variants };
}
