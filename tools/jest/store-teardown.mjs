/** Jest global teardown: stops the stores that the setup of this run started. */
export default async function teardown() {
  await globalThis.hallwayTestStores?.stop();
  globalThis.hallwayTestStores = undefined;
}
