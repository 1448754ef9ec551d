import { Cluster } from '../src/cluster';
import type { Stored } from '../src/cluster-api';
import { machine, MACHINES, zoneOf, ZONES } from '../src/machines';
import { countBy, extremesDuring, type Pod, PODS, servingPods } from '../src/pods';
import { install } from '../src/release';

const SERVICES = ['api-gateway', 'auth', 'conversations', 'messages', 'realtime', 'uploads'];
const BUDGETS = '/apis/policy/v1/namespaces/chat/poddisruptionbudgets';
const NEW_MACHINES = ZONES.map((zone) => `${zone}-new`);

let cluster: Cluster;
afterEach(() => cluster?.stop());

const each = (count: number): Record<string, number> => Object.fromEntries(SERVICES.map((service) => [service, count]));
const readyNow = async (): Promise<Record<string, number>> => {
  const pods = await servingPods(cluster.api);
  return countBy(pods.filter(({ isReady, isLeaving }) => isReady && !isLeaving));
};
const areReady = (count: number) => async (): Promise<boolean> => {
  const ready = await readyNow();
  return SERVICES.every((service) => ready[service] === count);
};
const evict = async ({ name }: Pod): Promise<unknown[]> => {
  const { status, body } = await cluster.api.post(`${PODS}/${name}/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } });
  return [status, ...(body.details?.causes ?? []).map(({ reason }: Stored) => reason)];
};
const drain = async (name: string): Promise<void> => {
  await cluster.ask('drain', name, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s');
};

async function start(preset: string): Promise<void> {
  cluster = await Cluster.startWhole();
  await install(cluster, preset);
}

it('takes one pod of each service away, as budgets allow, and empties every machine with one of each left at all times', async () => {
  await start('ha');
  await cluster.eventually('budgets are known', async () =>
    (await cluster.api.get(BUDGETS)).items.every(({ status }: Stored) => status.disruptionsAllowed === 1),
  );
  // What was evicted finds no other place, for as long as this looks.
  await cluster.ask('cordon', ...MACHINES);
  const pods = await servingPods(cluster.api);
  for (const service of SERVICES) {
    const [first, second] = pods.filter(({ component }) => component === service);
    expect([service, await evict(first!), await evict(second!)]).toEqual([service, [201], [429, 'DisruptionBudget']]);
  }
  expect(await readyNow()).toEqual(each(1));
  await cluster.ask('uncordon', ...MACHINES);
  await cluster.eventually('what was evicted is back', areReady(2));

  await cluster.ask('cordon', ...MACHINES);
  const { fewestReady } = await extremesDuring(cluster.api, async () => {
    const drains = Promise.all(MACHINES.map(drain));
    await Promise.race([drains, cluster.eventually('drains wait for new machines', areReady(1))]);
    await cluster.create(NEW_MACHINES.map(machine));
    await drains;
    await cluster.eventually('all are on new machines', areReady(2));
  });
  expect(fewestReady).toMatchObject(each(1));
  for (const { name, node } of await servingPods(cluster.api)) expect([name, NEW_MACHINES]).toEqual([name, expect.arrayContaining([node]) as string[]]);
}, 240_000);

it('empties the machine of a replica that is alone, which comes back where its disk is', async () => {
  await start('small');
  const before = await servingPods(cluster.api);
  for (const node of new Set(before.map((pod) => pod.node!))) await drain(node);
  const isBack = async (): Promise<boolean> => (await servingPods(cluster.api)).filter(({ isReady, node }) => isReady && node).length === before.length;
  await cluster.eventually('all are ready again', isBack);
  const places = (pods: Pod[]) => Object.fromEntries(pods.map(({ component, node }) => [component, zoneOf(node!)]));
  const after = await servingPods(cluster.api);
  expect(places(after)).toEqual(places(before));
  expect(after.filter(({ uid }) => before.some((pod) => pod.uid === uid))).toEqual([]);
}, 240_000);
