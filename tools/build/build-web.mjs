import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest|txt|xml|map)$/;
/** Below this a compressed copy saves less than its own request costs. */
const WORTHWHILE_BYTES = 1024;

/** Builds the web app and puts .br and .gz copies beside what compresses well, so that the gateway only picks a file. */
export async function buildWeb({ root, outDir }) {
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const files = (await readdir(outDir, { recursive: true })).filter((file) => COMPRESSIBLE.test(file));
  await Promise.all(files.map((file) => compress(join(outDir, file))));
}

async function compress(file) {
  const content = await readFile(file);
  if (content.length < WORTHWHILE_BYTES) return;
  const brotli = await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
  await Promise.all([writeFile(`${file}.br`, brotli), promisify(gzip)(content, { level: 9 }).then((zipped) => writeFile(`${file}.gz`, zipped))]);
}
