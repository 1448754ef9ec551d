import { Cluster } from '../src/cluster';
import type { Stored } from '../src/cluster-api';
import { type Load, MetricsApis } from '../src/metrics-apis';
import { install } from '../src/release';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/chat/deployments';
const AUTOSCALERS = '/apis/autoscaling/v2/namespaces/chat/horizontalpodautoscalers';

/** So that the test need not wait ten minutes; the gateway keeps the five minutes of Kubernetes. */
const SHORT = ['realtime', 'auth', 'messages'].flatMap((service) => [
  `services.${service}.autoscaling.scaleDown.stabilizationSeconds=2`,
  `services.${service}.autoscaling.scaleDown.onePodEverySeconds=2`,
]);

const OUTBOX = 'hallway_outbox_oldest_age_seconds{domain=messages}';
/** Two of each are enough for it. In thousandths. */
const REST: Load = {
  hallway_realtime_sockets_connected: 2_000_000,
  hallway_event_loop_delay_p90_seconds: 40,
  [OUTBOX]: 1_000,
  ...Object.fromEntries(['api-gateway', 'auth', 'conversations', 'messages'].map((service) => [`cpu ${service}`, 80])),
};

let cluster: Cluster;
let metrics: MetricsApis;
let endWatch: () => void;
/** The numbers of replicas that each Deployment has had, one after the other. */
const sizes: Record<string, number[]> = {};

const sizeOf = (service: string): number | undefined => sizes[`hallway-${service}`]?.at(-1);
const becomes = (service: string, size: number): Promise<void> =>
  cluster.eventually(`${service} has ${size} replicas`, () => Promise.resolve(sizeOf(service) === size));

function see(deployments: Stored[]): void {
  for (const { metadata, spec } of deployments) {
    const own = (sizes[metadata.name] ??= []);
    if (own.at(-1) !== spec.replicas) own.push(spec.replicas);
  }
}

beforeAll(async () => {
  cluster = await Cluster.startWhole();
  metrics = await MetricsApis.start(cluster);
  metrics.load = REST;
  await install(cluster, 'ha', SHORT);
  endWatch = await cluster.api.watch(DEPLOYMENTS, see);
}, 180_000);
afterAll(async () => {
  metrics?.stop();
  await cluster?.stop();
}, 120_000);

it('every autoscaler reads every metric that it names, and keeps two replicas of a service at rest', async () => {
  const isReading = ({ spec, status }: Stored): boolean =>
    status.currentMetrics?.length === spec.metrics.length &&
    status.conditions.some(({ type, status: is }: Stored) => type === 'ScalingActive' && is === 'True');
  const all = async (): Promise<Stored[]> => (await cluster.api.get(AUTOSCALERS)).items;
  await cluster.eventually('all are read', async () => (await all()).every(isReading));
  expect((await all()).map(({ metadata, status }) => [metadata.name, status.desiredReplicas])).toEqual(
    ['api-gateway', 'auth', 'conversations', 'messages', 'realtime'].map((service) => [`hallway-${service}`, 2]),
  );
}, 120_000);

it('realtime grows by sockets, and by the delay of its event loop', async () => {
  metrics.load = { ...REST, hallway_realtime_sockets_connected: 9_000_000 };
  await becomes('realtime', 5);
  metrics.load = { ...REST, hallway_event_loop_delay_p90_seconds: 580 };
  await becomes('realtime', 6);
}, 120_000);

it('services grow by processor time, messages by the outbox as well, to the most that is allowed', async () => {
  metrics.load = { ...metrics.load, 'cpu auth': 500, 'cpu api-gateway': 500, [OUTBOX]: 45_000 };
  await Promise.all([becomes('auth', 4), becomes('api-gateway', 4), becomes('messages', 6)]);
  expect([sizeOf('conversations'), sizeOf('uploads')]).toEqual([2, 2]);
}, 120_000);

it('they shrink to two when the load is gone, one pod at a time; the gateway waits for the window of Kubernetes', async () => {
  metrics.load = REST;
  await Promise.all(['realtime', 'auth', 'messages'].map((service) => becomes(service, 2)));
  endWatch();
  expect(sizes['hallway-realtime']!.slice(-5)).toEqual([6, 5, 4, 3, 2]);
  expect(sizes['hallway-auth']!.slice(-3)).toEqual([4, 3, 2]);
  expect(sizes['hallway-messages']!.slice(-5)).toEqual([6, 5, 4, 3, 2]);
  expect(sizeOf('api-gateway')).toBe(4);
}, 120_000);
