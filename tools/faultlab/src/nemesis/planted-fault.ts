import { catalogue } from '../faults/catalogue';
import type { Fault } from '../faults/fault';
import type { PlantedBug } from '../planted/planted';

/** How long people use a system with a bug that needs no fault to show. */
const CALM_MS = 10_000;

const noFault: Fault = { id: 'F00', title: 'nothing is done', boundMs: 5_000, harm: async ({ pass }) => pass(CALM_MS) };

/** The fault under which a planted bug shows, done to services that have it. */
export function plantedFault({ name, does, fault }: PlantedBug, distDir: string): Fault {
  const found = fault === 'none' ? noFault : catalogue.find(({ id }) => id === fault);
  if (!found) throw new Error(`There is no fault ${fault} for the planted bug ${name}`);
  const { needs = {} } = found;
  return { ...found, id: `${found.id}-${name}`, title: `planted: ${does}`, needs: { ...needs, distDir, env: { ...needs.env, HALLWAY_PLANTED: name } } };
}
