import { README_VALUES, render } from '../src/chart';
import { Cluster, documents } from '../src/cluster';
import type { Manifest } from '../src/manifest';

const WITHOUT_ADAPTER = ['services.realtime.autoscaling.pods=null', 'services.realtime.autoscaling.cpu=65', 'services.messages.autoscaling.external=null'];
const PLACES = [
  'image.pullSecrets[0]=registry',
  'nodeSelector.disk=fast',
  'tolerations[0].key=chat',
  'tolerations[0].operator=Exists',
  'tolerations[0].effect=NoSchedule',
  'service.type=LoadBalancer',
];

const VARIANTS: [what: string, preset: string, settings: string[]][] = [
  ['the defaults', 'defaults', []],
  ['the preset small', 'small', []],
  ['the preset ha', 'ha', []],
  ['small with several processes', 'small', ['services.hallway.env.REPLICAS=2']],
  ['small with an authority of its own', 'small', ['caBundle.existingConfigMap=ca', 'files.existingClaim=files']],
  ['bundled stores for services that are alone', 'small', ['form=separate']],
  ['one process on stores from elsewhere', 'defaults', ['form=one', 'ingress.enabled=true', 'backup.enabled=true']],
  ['ha with the values of the README', 'ha', README_VALUES],
  ['ha without an adapter for metrics', 'ha', WITHOUT_ADAPTER],
  ['ha with a release of its own for one service', 'ha', ['services.messages.tag=1.3.0', 'services.realtime.env.REALTIME_DRAIN_MS=2000', 'env.LOG_LEVEL=warn']],
  ['ha on machines that are chosen', 'ha', PLACES],
  ['ha with more uploads by load', 'ha', ['services.uploads.autoscaling.enabled=true']],
  ['ha without policies', 'ha', ['networkPolicies.enabled=false']],
];

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start();
});
afterAll(() => cluster?.stop());

/** What the API server says of objects, which it does not keep. */
const put = (...manifests: Manifest[]) => cluster.kubectl(['apply', '--dry-run=server', '--validate=strict', '--filename', '-'], documents(manifests));

it('the API server is of the version that go.mod names', async () => {
  expect(JSON.parse(await cluster.ask('get', '--raw', '/version'))).toMatchObject({ major: '1', minor: '34' });
});

describe('the API server takes', () => {
  it.each(VARIANTS)('%s, without a warning', async (_what, preset, settings) => {
    const manifests = render(preset, settings);
    const { status, text } = await put(...manifests);
    const lines = text.trim().split('\n');
    expect({ status, others: lines.filter((line) => !line.endsWith(' created (server dry run)')) }).toEqual({ status: 0, others: [] });
    expect(lines).toHaveLength(manifests.length);
  });
});

describe('the API server refuses', () => {
  const ha = render('ha');
  const find = (kind: string, name: string): Manifest => structuredClone(ha.find(({ kind: own, metadata }) => own === kind && metadata.name === name)!);

  it.each<[what: string, kind: string, name: string, harm: (manifest: Manifest) => void, reason: RegExp]>([
    ['a field that does not exist', 'Deployment', 'hallway-auth', ({ spec }) => (spec.template.spec.containers[0].readynessProbe = {}), /readynessProbe/],
    ['a wrong type', 'Deployment', 'hallway-auth', ({ spec }) => (spec.revisionHistoryLimit = 'many'), /revisionHistoryLimit|cannot unmarshal/],
    [
      'a selector that is not of the labels',
      'Deployment',
      'hallway-auth',
      ({ spec }) => (spec.selector.matchLabels.other = 'x'),
      /does not match template `labels`/,
    ],
    [
      'a request over the limit',
      'Deployment',
      'hallway-auth',
      ({ spec }) => (spec.template.spec.containers[0].resources.requests.memory = '9Gi'),
      /must be less than or equal to memory limit/,
    ],
    ['a mount without its volume', 'Deployment', 'hallway-auth', ({ spec }) => (spec.template.spec.volumes = []), /volumeMounts.*Not found/],
    [
      'a rollout that can neither add nor take',
      'Deployment',
      'hallway-auth',
      ({ spec }) => (spec.strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }),
      /may not be 0 when `maxSurge` is 0/,
    ],
    ['one name for two ports', 'Deployment', 'hallway-auth', ({ spec }) => (spec.template.spec.containers[0].ports[1].name = 'http'), /Duplicate value/],
    ['an autoscaler with more at least than at most', 'HorizontalPodAutoscaler', 'hallway-realtime', ({ spec }) => (spec.minReplicas = 11), /minReplicas/],
    [
      'an autoscaler whose target is no number',
      'HorizontalPodAutoscaler',
      'hallway-realtime',
      ({ spec }) => (spec.metrics[0].pods.target.averageValue = 'many'),
      /quantit/,
    ],
    ['a budget with both bounds', 'PodDisruptionBudget', 'hallway-auth', ({ spec }) => (spec.minAvailable = 1), /cannot be both set/],
    ['a schedule that is none', 'CronJob', 'hallway-backup', ({ spec }) => (spec.schedule = '61 2 * * *'), /schedule/],
    ['a time zone that is none', 'CronJob', 'hallway-backup', ({ spec }) => (spec.timeZone = 'Etc/Nowhere'), /unknown time zone/],
    [
      'a policy with a network that is none',
      'NetworkPolicy',
      'hallway-auth',
      ({ spec }) => (spec.egress[0].to = [{ ipBlock: { cidr: '10.0.0.0/40' } }]),
      /cidr/,
    ],
    ['a path of no known kind', 'Ingress', 'hallway', ({ spec }) => (spec.rules[0].http.paths[0].pathType = 'Any'), /pathType/],
  ])('%s', async (_what, kind, name, harm, reason) => {
    const manifest = find(kind, name);
    harm(manifest);
    const { status, text } = await put(manifest);
    expect({ status, text }).toEqual({ status: 1, text: expect.stringMatching(reason) as string });
  });

  it('no pod with rights without a warning', async () => {
    const manifest = find('Deployment', 'hallway-auth');
    manifest.spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation = true;
    expect((await put(manifest)).text).toMatch(/Warning: would violate PodSecurity "restricted/);
  });
});
