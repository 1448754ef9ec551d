/** The address of a shared test store; jest's global setup starts the stores and sets it when it is not set already. */
export function storeUrl(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: run the test through this workspace's jest preset, which starts the stores`);
  return url;
}
