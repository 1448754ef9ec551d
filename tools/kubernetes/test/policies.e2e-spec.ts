import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { chart, PRESETS, render, root } from '../src/chart';
import { containersOf, type Labels, type Manifest, ofKind, podsIn, selects } from '../src/manifest';

const APP_SECONDS = 10; // after which a service ends by force

const rendered = Object.fromEntries(Object.keys(PRESETS).map((preset) => [preset, render(preset)]));
const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;
const leastReplicas = (deployment: Manifest, manifests: Manifest[]): number => {
  const autoscaler = ofKind(manifests, 'HorizontalPodAutoscaler').find(({ spec }) => spec.scaleTargetRef.name === deployment.metadata.name);
  return (autoscaler ? autoscaler.spec.minReplicas : deployment.spec.replicas) as number;
};

describe.each(Object.entries(rendered))('with the preset %s', (_preset, manifests) => {
  const deployments = ofKind(manifests, 'Deployment');
  const pods = podsIn(manifests);

  it('every Deployment is probed, limited, spread and given time to drain', () => {
    expect(deployments.length).toBeGreaterThan(0);
    for (const { metadata, spec } of deployments) {
      const { containers, terminationGracePeriodSeconds: grace, topologySpreadConstraints: spread } = spec.template.spec;
      const [container] = containers;
      const live = { httpGet: { path: '/health/live', port: 'ops' } };
      expect(container).toMatchObject({ startupProbe: live, livenessProbe: live, readinessProbe: { httpGet: { path: '/health/ready', port: 'ops' } } });
      const preStop = Number(container.lifecycle.preStop.exec.command[1]);
      const drain = Number(container.env.find(({ name }: { name: string }) => name === 'REALTIME_DRAIN_MS')?.value ?? 0) / 1_000;
      expect({ name: metadata.name, isEnough: grace >= preStop + Math.max(drain, APP_SECONDS) }).toEqual({ name: metadata.name, isEnough: true });
      expect(grace).toBe(preStop + 8 + 15);
      expect(spread.map(({ topologyKey }: { topologyKey: string }) => topologyKey)).toContain('topology.kubernetes.io/zone');
    }
  });

  it('every pod runs without rights, has limits of memory and no token', () => {
    for (const { pod } of pods) {
      expect(pod.spec).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const { resources, securityContext } of containersOf(pod)) {
        expect(resources?.limits).toEqual({ memory: resources?.requests?.memory });
        expect(resources?.requests?.cpu).toBeTruthy();
        expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
      }
    }
  });

  it('a Deployment has a budget unless it is one replica', () => {
    const budgets = ofKind(manifests, 'PodDisruptionBudget');
    for (const deployment of deployments) {
      const own = budgets.filter(({ spec }) => selects(spec.selector.matchLabels as Labels, deployment.spec.template.metadata.labels as Labels));
      expect(own.map(({ spec }) => spec.maxUnavailable as unknown)).toEqual(leastReplicas(deployment, manifests) > 1 ? [1] : []);
    }
  });

  it('selectors select exactly the pods that they are for', () => {
    const names = (selector: Labels): string[] => pods.filter(({ pod }) => selects(selector, pod.metadata.labels)).map(({ manifest }) => nameOf(manifest));
    for (const owner of ofKind(manifests, 'Deployment', 'StatefulSet')) expect(names(owner.spec.selector.matchLabels as Labels)).toEqual([nameOf(owner)]);
    for (const { metadata, spec } of ofKind(manifests, 'Service')) {
      const chosen = names(spec.selector as Labels);
      expect({ service: metadata.name, chosen }).toEqual({ service: metadata.name, chosen: [expect.stringMatching(/^(Deployment|StatefulSet) /)] });
      const ports = pods.find(({ manifest }) => nameOf(manifest) === chosen[0])!.pod.spec.containers[0]!.ports!.map(({ name }) => name);
      for (const { targetPort } of spec.ports as { targetPort: string }[]) expect(ports).toContain(targetPort);
    }
  });

  it('autoscalers are for Deployments that leave the number of replicas to them', () => {
    for (const { spec } of ofKind(manifests, 'HorizontalPodAutoscaler')) {
      const target = deployments.find(({ metadata }) => metadata.name === spec.scaleTargetRef.name);
      expect(target?.spec.replicas).toBeUndefined();
      expect(target).toBeDefined();
      expect(spec.metrics.length).toBeGreaterThan(0);
    }
    const scaled = ofKind(manifests, 'HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name as string);
    for (const { metadata, spec } of deployments) expect(spec.replicas === undefined).toBe(scaled.includes(metadata.name));
  });

  it('every pod is denied everything, and has a policy of its own besides', () => {
    const policies = ofKind(manifests, 'NetworkPolicy');
    expect(policies.every(({ spec }) => spec.policyTypes.join() === 'Ingress,Egress')).toBe(true);
    for (const { manifest, pod } of pods) {
      const own = policies.filter(({ spec }) => selects(spec.podSelector.matchLabels as Labels, pod.metadata.labels));
      expect({ pod: nameOf(manifest), policies: own.length }).toEqual({ pod: nameOf(manifest), policies: 2 });
      expect(own.filter(({ spec }) => !spec.ingress && !spec.egress)).toHaveLength(1);
    }
  });

  it('no policy names pods that do not exist', () => {
    const rules = ofKind(manifests, 'NetworkPolicy').flatMap(
      ({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])] as { from?: object[]; to?: object[] }[],
    );
    const peers = rules.flatMap(({ from = [], to = [] }) => [...from, ...to]) as { podSelector?: { matchLabels: Labels }; namespaceSelector?: object }[];
    const own = peers.flatMap(({ podSelector, namespaceSelector }) => (podSelector && !namespaceSelector ? [podSelector.matchLabels] : []));
    expect(own.filter((selector) => !pods.some(({ pod }) => selects(selector, pod.metadata.labels)))).toEqual([]);
  });

  it('every image has a recipe in this repository or is one of compose', () => {
    const images = new Set(pods.flatMap(({ pod }) => containersOf(pod).map(({ image }) => image)));
    const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const known = (image: string): boolean => {
      const [, app] = /^hallway\/([\w-]+):1\.2\.3$/.exec(image) ?? [];
      if (app) return app === 'web' ? existsSync(join(root, 'deploy/docker/web.Dockerfile')) : existsSync(join(root, `apps/${app}/src/main.ts`));
      return compose.includes(`image: ${image}\n`);
    };
    expect([...images].filter((image) => !known(image))).toEqual([]);
  });

  it('volumes that are mounted are there, and claims too', () => {
    const claims = ofKind(manifests, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name);
    for (const { manifest, pod } of pods) {
      const templates = ((manifest.spec.volumeClaimTemplates ?? []) as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
      const volumes = [...(pod.spec.volumes ?? []).map(({ name }) => name), ...templates];
      const mounted = containersOf(pod).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
      expect(new Set(mounted)).toEqual(new Set(volumes));
      for (const { persistentVolumeClaim: claim } of pod.spec.volumes ?? []) if (claim) expect(claims).toContain(claim.claimName);
    }
  });

  it('holds no secret, only names of one', () => {
    const kinds = manifests.map(({ kind }) => kind);
    expect(kinds).not.toContain('Secret');
    const literal = pods.flatMap(({ pod }) => containersOf(pod).flatMap(({ env = [] }) => env.filter(({ value }) => value !== undefined)));
    expect(literal.filter(({ name, value = '' }) => /SECRET|PASSWORD|PEPPER|TOKEN|_KEY$|DATABASE_URL|REDIS/.test(name) || /:\/\/[^/]*@/.test(value))).toEqual(
      [],
    );
    const references = pods.flatMap(({ pod }) => containersOf(pod).flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])));
    expect(new Set(references.map(({ name }) => name))).toEqual(new Set(['hallway']));
  });

  it('a schema is migrated in one way before its service runs', () => {
    const jobs = ofKind(manifests, 'Job').filter(({ metadata }) => metadata.annotations?.['helm.sh/hook']);
    const inPods = pods.flatMap(({ pod }) => (pod.spec.initContainers ?? []).filter(({ command }) => command?.at(-1) === 'migrate'));
    const withSchema = deployments.filter(({ metadata }) =>
      ['hallway', 'hallway-auth', 'hallway-conversations', 'hallway-messages', 'hallway-uploads'].includes(metadata.name),
    );
    expect(jobs.length + inPods.length).toBe(withSchema.length);
    expect(jobs.length === 0 || inPods.length === 0).toBe(true);
    for (const { metadata, spec } of jobs) {
      expect(metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
      expect(spec.template.spec.containers[0].command).toEqual(['node', 'main.js', 'migrate']);
    }
  });
});

describe('the chart', () => {
  it('takes a release of its own for one service', () => {
    const images = podsIn(render('ha', ['services.messages.tag=1.3.0'])).flatMap(({ pod }) => containersOf(pod).map(({ image }) => image));
    expect(images.filter((image) => image.endsWith(':1.3.0'))).toEqual(['hallway/messages:1.3.0', 'hallway/messages:1.3.0']);
  });

  it('makes every replica of a service findable by name, those of realtime also while they drain', () => {
    const services = ofKind(rendered.ha!, 'Service').filter(({ metadata }) => metadata.name !== 'hallway');
    expect(services.map(({ metadata, spec }) => [metadata.name, spec.clusterIP as string, Boolean(spec.publishNotReadyAddresses)])).toEqual(
      ['auth', 'conversations', 'messages', 'realtime', 'uploads'].map((name) => [`hallway-${name}`, 'None', name === 'realtime']),
    );
  });

  it('makes the roles of bundled PostgreSQL before the schemas', () => {
    const [whole] = ofKind(rendered.small!, 'Deployment');
    const inits = whole!.spec.template.spec.initContainers as { name: string; command?: string[] }[];
    expect(inits.map(({ name, command }) => [name, command?.at(-1)])).toEqual([
      ['web', undefined],
      ['prepare', 'prepare'],
      ['migrate', 'migrate'],
    ]);
  });

  it('finds in the Secret of new-secret.sh what the preset small asks for, and nothing is superfluous', () => {
    const secret = execFileSync('sh', [join(chart, '../new-secret.sh'), 'hallway'], { encoding: 'utf8' });
    const made = [...secret.matchAll(/^ {2}([A-Z_]+): \S+$/gm)].map(([, key]) => key);
    const asked = podsIn(rendered.small!).flatMap(({ pod }) =>
      containersOf(pod).flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.key ?? [])),
    );
    expect(made.sort()).toEqual([...new Set(asked)].sort());
  });
});
