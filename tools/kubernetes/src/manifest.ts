/** A Kubernetes object, of any kind, as far as the checks look into it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Labels; annotations?: Record<string, string> };
  // Every kind has another one; the validators know them.
  spec: ReturnType<typeof JSON.parse>;
}

export type Labels = Record<string, string>;

export interface EnvEntry {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string }; fieldRef?: { fieldPath: string } };
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: EnvEntry[];
  ports?: { name: string; containerPort: number }[];
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
  securityContext?: object;
  startupProbe?: object;
  livenessProbe?: object;
  readinessProbe?: object;
  lifecycle?: { preStop: { exec: { command: string[] } } };
  volumeMounts?: { name: string; mountPath: string }[];
}

export interface PodTemplate {
  metadata: { labels: Labels };
  spec: {
    containers: Container[];
    initContainers?: Container[];
    terminationGracePeriodSeconds?: number;
    automountServiceAccountToken?: boolean;
    enableServiceLinks?: boolean;
    securityContext?: object;
    volumes?: { name: string; persistentVolumeClaim?: { claimName: string } }[];
  };
}

export const ofKind = (manifests: Manifest[], ...kinds: string[]): Manifest[] => manifests.filter(({ kind }) => kinds.includes(kind));

/** The pods that an object makes, or none. */
export function podOf({ kind, spec }: Manifest): PodTemplate | undefined {
  if (kind === 'CronJob') return spec.jobTemplate.spec.template as PodTemplate;
  return ['Deployment', 'StatefulSet', 'Job'].includes(kind) ? (spec.template as PodTemplate) : undefined;
}

export const containersOf = ({ spec }: PodTemplate): Container[] => [...(spec.initContainers ?? []), ...spec.containers];

/** Everything that makes pods, with them. */
export function podsIn(manifests: Manifest[]): { manifest: Manifest; pod: PodTemplate }[] {
  return manifests.flatMap((manifest) => {
    const pod = podOf(manifest);
    return pod ? [{ manifest, pod }] : [];
  });
}

export function selects(selector: Labels, labels: Labels = {}): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}
