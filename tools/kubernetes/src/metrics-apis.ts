import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Cluster } from './cluster';
import type { Stored } from './cluster-api';
import { PODS } from './pods';

/** What metrics-server and prometheus-adapter serve. */
const GROUPS: Record<string, { version: string; kind: string }> = {
  'metrics.k8s.io': { version: 'v1beta1', kind: 'PodMetricsList' },
  'custom.metrics.k8s.io': { version: 'v1beta2', kind: 'MetricValueList' },
  'external.metrics.k8s.io': { version: 'v1beta1', kind: 'ExternalMetricValueList' },
};

/** How much there is in all, in thousandths: cores of a service by `cpu SERVICE`, else by the name of the metric. Pods share it evenly. */
export type Load = Record<string, number>;

/** The three APIs that autoscalers ask, joined to the API server of a cluster, with numbers of the test. */
export class MetricsApis {
  load: Load = {};

  private constructor(
    private readonly cluster: Cluster,
    private readonly server: Server,
  ) {}

  static async start(cluster: Cluster): Promise<MetricsApis> {
    // Any certificate will do, and the API server has made one.
    const [key, cert] = ['key', 'crt'].map((end) => readFileSync(cluster.file(`pki/apiserver.${end}`)));
    const server = createServer({ key, cert });
    const apis = new MetricsApis(cluster, server);
    server.on('request', ({ url = '' }, response) => {
      void apis.answer(new URL(url, 'https://localhost')).then(
        (body) => response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {})),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await apis.join((server.address() as AddressInfo).port);
    return apis;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async join(port: number): Promise<void> {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'metrics' }, spec: { type: 'ExternalName', externalName: 'localhost' } };
    const parts = Object.entries(GROUPS).map(([group, { version }]) => ({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `${version}.${group}` },
      spec: {
        ...{ group, version, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true },
        service: { name: service.metadata.name, namespace: 'default', port },
      },
    }));
    await this.cluster.create([service, ...parts], 'default');
    await this.cluster.ask('wait', '--for=condition=Available', '--timeout=60s', ...parts.map(({ metadata }) => `apiservice/${metadata.name}`));
  }

  /** Undefined: there is no such metric, or path. */
  private async answer({ pathname, searchParams }: URL): Promise<object | undefined> {
    const [, , group = '', version = '', ...rest] = pathname.split('/');
    if (GROUPS[group]?.version !== version) return undefined;
    const apiVersion = `${group}/${version}`;
    if (rest.length === 0) return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources: [] };
    if (rest[0] !== 'namespaces' || rest[1] !== 'chat') return undefined;
    const selector = searchParams.get('labelSelector') ?? '';
    const items = await this.items(group, rest.slice(2), selector);
    return items && { kind: GROUPS[group].kind, apiVersion, metadata: {}, items };
  }

  private items(group: string, path: string[], selector: string): Promise<object[] | undefined> | object[] | undefined {
    if (group === 'metrics.k8s.io') return this.cpuOf(selector);
    if (group === 'custom.metrics.k8s.io') return this.ofPods(path[2]!, selector);
    return this.external(path[0]!, selector);
  }

  private async cpuOf(selector: string): Promise<object[]> {
    const pods = await this.pods(selector);
    return pods.map(({ metadata, spec }) => {
      const usage = { cpu: `${this.share(`cpu ${metadata.labels['app.kubernetes.io/component']}`, pods)}m`, memory: '100Mi' };
      return { metadata, timestamp: new Date().toISOString(), window: '1s', containers: spec.containers.map(({ name }: Stored) => ({ name, usage })) };
    });
  }

  private async ofPods(name: string, selector: string): Promise<object[] | undefined> {
    if (this.load[name] === undefined) return undefined;
    const pods = await this.pods(selector);
    return pods.map(({ metadata }) => ({
      describedObject: { apiVersion: 'v1', kind: 'Pod', namespace: metadata.namespace, name: metadata.name },
      metric: { name },
      timestamp: new Date().toISOString(),
      value: `${this.share(name, pods)}m`,
    }));
  }

  private external(metricName: string, selector: string): object[] | undefined {
    const amount = this.load[`${metricName}{${selector}}`];
    return amount === undefined ? undefined : [{ metricName, metricLabels: {}, timestamp: new Date().toISOString(), value: `${amount}m` }];
  }

  private share(name: string, pods: Stored[]): number {
    return Math.round((this.load[name] ?? 0) / pods.length);
  }

  private async pods(selector: string): Promise<Stored[]> {
    const { items } = await this.cluster.api.get(`${PODS}?labelSelector=${encodeURIComponent(selector)}`);
    return items;
  }
}
