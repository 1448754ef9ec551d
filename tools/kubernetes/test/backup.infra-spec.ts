import { Cluster } from '../src/cluster';
import type { Stored } from '../src/cluster-api';
import { install } from '../src/release';

const JOBS = '/apis/batch/v1/namespaces/chat/jobs';
const CRON_JOB = '/apis/batch/v1/namespaces/chat/cronjobs/hallway-backup';

/** A time of day in UTC, as a schedule, some minutes ago. */
function scheduleAgo(minutes: number): string {
  const then = new Date(Date.now() - minutes * 60_000);
  return `${then.getUTCMinutes()} ${then.getUTCHours()} * * *`;
}

const isComplete = ({ status }: Stored): boolean => (status.conditions ?? []).some(({ type, status: is }: Stored) => type === 'Complete' && is === 'True');

describe.each(['small', 'ha'])('the backup of the preset %s', (preset) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.startWhole();
    await install(cluster, preset, [`backup.schedule=${scheduleAgo(5)}`]);
  }, 180_000);
  afterAll(() => cluster?.stop());

  const jobs = async (): Promise<Stored[]> => {
    const { items } = await cluster.api.get(JOBS);
    return items.filter(({ metadata }: Stored) => metadata.labels['app.kubernetes.io/component'] === 'backup');
  };
  const firedOnes = async (): Promise<Stored[]> => (await jobs()).filter(({ metadata }) => metadata.ownerReferences?.[0].kind === 'CronJob');

  it('is taken once after the install, into a volume that is bound by it', async () => {
    await cluster.eventually('the first backup is done', async () => (await jobs()).some(isComplete));
    expect(await firedOnes()).toEqual([]);
    expect((await cluster.api.get('/api/v1/namespaces/chat/persistentvolumeclaims/hallway-backup')).status.phase).toBe('Bound');
  });

  it('is fired by its schedule, also when the hour was missed, and runs with the volume and the key that it needs', async () => {
    // As if the cluster had been away at the hour: the last one was a day before.
    const lastScheduleTime = new Date(Date.now() - 86_400_000).toISOString().replace(/\.\d+/, '');
    await cluster.ask(
      'patch',
      'cronjob',
      'hallway-backup',
      '--subresource=status',
      '--type=merge',
      `--patch={"status":{"lastScheduleTime":"${lastScheduleTime}"}}`,
    );
    await cluster.eventually('a job of the schedule is done', async () => (await firedOnes()).some(isComplete));
    const [job] = await firedOnes();
    const { items } = await cluster.api.get(`/api/v1/namespaces/chat/pods?labelSelector=batch.kubernetes.io%2Fjob-name%3D${job.metadata.name}`);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      spec: {
        nodeName: expect.stringMatching(/^zone-/) as string,
        restartPolicy: 'Never',
        containers: [{ env: [{ name: 'BACKUP_DATABASE_URL', valueFrom: { secretKeyRef: { name: 'hallway', key: 'BACKUP_DATABASE_URL' } } }] }],
        volumes: expect.arrayContaining([{ name: 'backups', persistentVolumeClaim: { claimName: 'hallway-backup' } }]) as object[],
      },
      status: { phase: 'Succeeded' },
    });
    const { status } = await cluster.api.get(CRON_JOB);
    expect(status.lastSuccessfulTime).toBeDefined();
  });
});
