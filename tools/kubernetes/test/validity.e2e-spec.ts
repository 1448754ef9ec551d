import { chart, helm, PRESETS, refusal, render } from '../src/chart';
import type { Manifest } from '../src/manifest';
import { schemaFaults, typeFaults } from '../src/validation';

const deployment = (): Manifest => structuredClone(render('small').find(({ kind }) => kind === 'Deployment')!);

describe.each(Object.keys(PRESETS))('the chart with the preset %s', (preset) => {
  it('passes helm lint', () => {
    const { status, text } = helm(['lint', '--strict', chart], preset);
    expect({ status, text }).toEqual({ status: 0, text: expect.stringContaining('0 chart(s) failed') as string });
  });

  it('is what the schemas of Kubernetes allow', async () => {
    const manifests = render(preset);
    expect(manifests.length).toBeGreaterThan(10);
    expect(await schemaFaults(manifests)).toEqual([]);
  });

  it('gives no object the name of another of its kind', () => {
    const names = render(preset).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });
});

it('what the presets make has no field that the types of Kubernetes do not know', () => {
  expect(typeFaults(Object.keys(PRESETS).flatMap((preset) => render(preset)))).toEqual([]);
});

it('the validators find values of wrong types and fields that do not exist', async () => {
  const [wrongType, wrongField] = [deployment(), deployment()];
  wrongType.spec.template.spec.containers[0].ports[0].containerPort = '3000';
  wrongField.spec.template.spec.containers[0].readynessProbe = {};
  expect(await schemaFaults([wrongType])).toEqual([expect.stringContaining('Deployment hallway') as string]);
  expect(typeFaults([wrongType, wrongField])).toEqual([expect.stringContaining('TS2322'), expect.stringContaining('readynessProbe')]);
});

describe('values that the chart refuses', () => {
  it.each([
    ['a setting that does not exist', 'small', 'bakup.enabled=true', /bakup/],
    ['one inside that does not exist', 'ha', 'services.messages.autoscaling.maxReplica=3', /maxReplica/],
    ['a service that does not exist', 'ha', 'services.massages.replicas=3', /massages/],
    ['a wrong type', 'ha', 'services.messages.replicas=many', /replicas.*(integer|got string)/s],
    ['no release', 'small', 'image.tag=', /tag/],
    ['an address without a protocol', 'small', 'publicUrl=chat.example.org', /publicUrl/],
    ['a secret that is written down', 'ha', 'services.auth.env.AUTH_KEY_SECRET=0123456789', /AUTH_KEY_SECRET/],
    ['an address with a password that is written down', 'ha', 'env.REDIS_URL=redis://a:b@c', /REDIS_URL/],
    ['a drain longer than services take', 'ha', 'drainSeconds=60', /drainSeconds/],
    ['several pods of the one process', 'small', 'services.hallway.replicas=2', /must be 1/],
    ['replicas of uploads on a volume of one', 'ha', 'files.accessMode=ReadWriteOnce', /uploads need files.accessMode: ReadWriteMany/],
  ])('%s', (_what, preset, setting, message) => expect(refusal(preset, [setting])).toMatch(message));
});
