import type { ClusterApi, Stored } from './cluster-api';

export const PODS = '/api/v1/namespaces/chat/pods';

export interface Pod {
  name: string;
  uid: string;
  /** The service that it is of, or what else of the chart. */
  component: string;
  images: string[];
  node: string | undefined;
  phase: string;
  isReady: boolean;
  /** It was told to end. */
  isLeaving: boolean;
}

export const podFrom = ({ metadata, spec, status }: Stored): Pod => ({
  name: metadata.name,
  uid: metadata.uid,
  component: metadata.labels['app.kubernetes.io/component'],
  images: spec.containers.map(({ image }: { image: string }) => image),
  node: spec.nodeName,
  phase: status.phase,
  isReady: (status.conditions ?? []).some(({ type, status: is }: Record<string, string>) => type === 'Ready' && is === 'True'),
  isLeaving: metadata.deletionTimestamp !== undefined,
});

/** The pods of services and stores, without those of Jobs. */
export async function servingPods(api: ClusterApi): Promise<Pod[]> {
  const { items } = await api.get(PODS);
  const serving = items.filter(({ metadata }: Stored) => metadata.ownerReferences?.[0].kind !== 'Job');
  return serving.map(podFrom);
}

/** How many there are of each component. */
export function countBy(pods: Pod[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { component } of pods) counts[component] = (counts[component] ?? 0) + 1;
  return counts;
}

/** What there was of each component at any one time while it was watched. */
export interface Extremes {
  fewestReady: Record<string, number>;
  most: Record<string, number>;
}

/** Watches the pods while something is done, and answers how few and how many there were. */
export async function extremesDuring(api: ClusterApi, act: () => Promise<void>): Promise<Extremes> {
  const { fewestReady, most }: Extremes = { fewestReady: {}, most: {} };
  const end = await api.watch(PODS, (objects) => {
    const staying = objects.map(podFrom).filter(({ isLeaving }) => !isLeaving);
    const [all, ready] = [countBy(staying), countBy(staying.filter(({ isReady }) => isReady))];
    for (const [component, count] of Object.entries(all)) {
      most[component] = Math.max(most[component] ?? 0, count);
      fewestReady[component] ??= ready[component] ?? 0;
    }
    for (const component of Object.keys(fewestReady)) fewestReady[component] = Math.min(fewestReady[component]!, ready[component] ?? 0);
  });
  await act();
  end();
  return { fewestReady, most };
}
