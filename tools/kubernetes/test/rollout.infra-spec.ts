import { Cluster } from '../src/cluster';
import { extremesDuring, type Pod, servingPods } from '../src/pods';
import { install, rollback, upgrade } from '../src/release';

const TWO_OF_EACH = { 'api-gateway': 2, auth: 2, conversations: 2, messages: 2, realtime: 2, uploads: 2 };

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.startWhole();
  await install(cluster, 'ha');
}, 180_000);
afterAll(() => cluster?.stop());

const tagsOf = (pods: Pod[]): string[] =>
  pods.flatMap(({ component, images }) => (component === 'messages' ? images.map((image) => image.split(':')[1]!) : []));
const others = (pods: Pod[]): string[] => pods.flatMap(({ component, uid }) => (component === 'messages' ? [] : [uid])).sort();

/** What it does: the releases of messages in the end, how few and many pods it had, and whether others have theirs still. */
async function rollout(act: () => Promise<void>) {
  const before = await servingPods(cluster.api);
  const { fewestReady, most } = await extremesDuring(cluster.api, act);
  const after = await servingPods(cluster.api);
  expect(others(after)).toEqual(others(before));
  expect(fewestReady).toMatchObject(TWO_OF_EACH);
  return { tags: tagsOf(after).sort(), most: most.messages };
}

it('one service is brought to a release of its own, a pod more before a pod less, and no other pod is touched', async () => {
  expect(await rollout(() => upgrade(cluster, 'messages', '1.3.0'))).toEqual({ tags: ['1.3.0', '1.3.0'], most: 3 });
}, 180_000);

it('and goes back in the same way by helm rollback', async () => {
  expect(await rollout(() => rollback(cluster))).toEqual({ tags: ['1.2.3', '1.2.3'], most: 3 });
}, 180_000);

it('a release that never gets ready takes no pod away, and helm rollback removes it', async () => {
  const isThere = async (): Promise<boolean> => tagsOf(await servingPods(cluster.api)).includes('9.9.9');
  const fail = async (): Promise<void> => {
    await upgrade(cluster, 'messages', '9.9.9', []);
    await cluster.eventually('there is a pod of it', isThere);
  };
  expect(await rollout(fail)).toEqual({ tags: ['1.2.3', '1.2.3', '9.9.9'], most: 3 });
  expect(await rollout(() => rollback(cluster))).toEqual({ tags: ['1.2.3', '1.2.3'], most: 3 });
}, 180_000);
