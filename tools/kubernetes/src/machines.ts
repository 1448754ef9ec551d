import type { Cluster } from './cluster';

export const ZONES = ['zone-a', 'zone-b', 'zone-c'];

const ZONE = 'topology.kubernetes.io/zone';

/** The zone of a machine is the beginning of its name. */
export const zoneOf = (machineName: string): string => machineName.slice(0, ZONES[0]!.length);

export const machine = (name: string): object => {
  const room = { cpu: '4', memory: '16Gi', pods: '50' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { [ZONE]: zoneOf(name), 'kubernetes.io/hostname': name } },
    status: { capacity: room, allocatable: room },
  };
};

/** As in most clouds: a claim gets its volume in the zone of the first pod that uses it, and not before. */
const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'disks', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'WaitForFirstConsumer',
};

/** Volumes that many machines can write. */
const sharedClass = { ...storageClass, metadata: { name: 'nfs' }, volumeBindingMode: 'Immediate' };

const volume = (name: string, storageClassName: string, accessMode: string, rest: object): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: { capacity: { storage: '100Gi' }, accessModes: [accessMode], storageClassName, ...rest },
});

/** In one zone, and reached from nowhere else. */
const disk = (name: string, zone: string): object =>
  volume(name, 'disks', 'ReadWriteOnce', {
    hostPath: { path: `/disks/${name}` },
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] }] } },
  });

/** Their names: two in each of three zones. */
export const MACHINES = ZONES.flatMap((zone) => [1, 2].map((number) => `${zone}-${number}`));

/** Machines, four disks in each zone, and a share for all of them. */
export async function addMachines(cluster: Cluster): Promise<void> {
  const disks = ZONES.flatMap((zone) => [1, 2, 3, 4].map((number) => disk(`${zone}-disk-${number}`, zone)));
  const share = volume('share', 'nfs', 'ReadWriteMany', { nfs: { server: 'nfs.example.org', path: '/' } });
  await cluster.create([storageClass, sharedClass, share, ...disks, ...MACHINES.map(machine)]);
}
