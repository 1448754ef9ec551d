import { Cluster } from '../src/cluster';
import type { Stored } from '../src/cluster-api';
import { zoneOf } from '../src/machines';
import { containersOf, type PodTemplate } from '../src/manifest';
import { countBy, type Pod, podFrom, PODS, servingPods } from '../src/pods';
import { install } from '../src/release';

const PRESETS = {
  small: { hallway: 1, postgres: 1, redis: 1 },
  ha: { 'api-gateway': 2, auth: 2, conversations: 2, messages: 2, realtime: 2, uploads: 2 },
};
const SCHEMAS = ['auth', 'conversations', 'messages', 'uploads'];
const inChat = (version: string, plural: string): string => `/${version}/namespaces/chat/${plural}`;

describe.each(Object.entries(PRESETS))('helm install --wait of the preset %s', (preset, replicas) => {
  let cluster: Cluster;
  /** Every state of the pods since before the install. */
  const states: Pod[][] = [];

  beforeAll(async () => {
    cluster = await Cluster.startWhole();
    const end = await cluster.api.watch(PODS, (objects) => states.push(objects.map(podFrom)));
    await install(cluster, preset);
    end();
  }, 180_000);
  afterAll(() => cluster?.stop());

  it('ends with every pod ready', async () => {
    const pods = await servingPods(cluster.api);
    expect(countBy(pods)).toEqual(replicas);
    expect(pods.filter(({ isReady }) => !isReady)).toEqual([]);
  });

  it('puts replicas into different zones', async () => {
    const pods = await servingPods(cluster.api);
    for (const component of Object.keys(replicas)) {
      const own = pods.filter((pod) => pod.component === component);
      expect({ component, zones: new Set(own.map(({ node }) => zoneOf(node!))).size }).toEqual({ component, zones: own.length });
    }
  });

  it('gives every pod what a machine would look for: keys and volumes', async () => {
    const get = async (plural: string): Promise<Stored[]> => (await cluster.api.get(inChat('api/v1', plural))).items;
    const [pods, secrets, claims] = await Promise.all(['pods', 'secrets', 'persistentvolumeclaims'].map(get));
    const there = new Set([
      ...secrets!.flatMap(({ metadata, data }) => Object.keys(data).map((key) => `key ${metadata.name}/${key}`)),
      ...claims!.filter(({ status }) => status.phase === 'Bound').map(({ metadata }) => `claim ${metadata.name}`),
    ]);
    const wanted = (pods as PodTemplate[]).flatMap((pod) => [
      ...containersOf(pod).flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => keyOf(valueFrom?.secretKeyRef))),
      ...(pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => (claim ? [`claim ${claim.claimName}`] : [])),
    ]);
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !there.has(name))).toEqual([]);
  });

  if (preset === 'ha')
    it('migrates every schema before there is a pod of a service', () => {
      const first = states.findIndex((pods) => pods.some(({ component }) => component in replicas));
      const before = states.slice(0, first).flat();
      const done = new Set(before.flatMap(({ component, phase }) => (phase === 'Succeeded' ? [component] : [])));
      expect([...done].sort()).toEqual(SCHEMAS.map((schema) => `${schema}-migrate`));
    });
});

const keyOf = (reference?: { name: string; key: string }): string[] => (reference ? [`key ${reference.name}/${reference.key}`] : []);
