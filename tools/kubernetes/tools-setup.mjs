import { fileURLToPath } from 'node:url';

import { kubernetesTools } from './kubernetes-tools.mjs';

/** Jest global setup: helm and kubectl for the tests. */
export default async function setup() {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { helm, kubectl } = await kubernetesTools({ root, say: (line) => process.stderr.write(`${line}\n`) });
  Object.assign(process.env, { HELM_PATH: helm, KUBECTL_PATH: kubectl });
}
