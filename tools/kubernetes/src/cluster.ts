import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../../local-stack/ports.mjs';
import { waitUntil } from '../../local-stack/processes.mjs';
import type { Answer } from './chart';
import { ClusterApi } from './cluster-api';
import { addMachines } from './machines';

/** The namespace that the tests render the chart for. */
const NAMESPACE = 'chat';

/** What a whole cluster has besides the API server and its store. */
const PARTS = ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const;
type Part = (typeof PARTS)[number];

const programs = (): string => {
  const folder = process.env.KUBERNETES_PROGRAMS;
  if (!folder) throw new Error('These tests need a cluster: npm run test:kubernetes builds it first');
  return folder;
};

/** `text` is everything that was said, `output` what was asked for. */
interface Said extends Answer {
  output: string;
}

/** Objects as kubectl reads them. */
export const documents = (objects: object[]): string => objects.map((object) => JSON.stringify(object)).join('\n---\n');

/** A Kubernetes control plane of this test alone, on free ports and in a folder that goes with it. */
export class Cluster {
  private readonly folder = mkdtempSync(join(tmpdir(), 'hallway-kubernetes-'));
  private readonly children: { name: string; child: ChildProcess }[] = [];
  private readonly token = randomBytes(16).toString('hex');
  api!: ClusterApi;

  private constructor() {}

  /** A server that takes objects, which nothing acts on. */
  static start(): Promise<Cluster> {
    return Cluster.startWith(() => Promise.resolve());
  }

  /** One that brings about what it is asked for, on machines that only seem to run pods. */
  static startWhole(): Promise<Cluster> {
    return Cluster.startWith(async (cluster) => {
      for (const part of PARTS) await cluster.startPart(part);
      await addMachines(cluster);
    });
  }

  private static async startWith(prepare: (cluster: Cluster) => Promise<void>): Promise<Cluster> {
    const cluster = new Cluster();
    try {
      await cluster.startServer();
      await cluster.makeNamespace();
      await prepare(cluster);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Nothing in it is worth an orderly end. */
  async stop(): Promise<void> {
    for (const { child } of this.children) child.kill('SIGKILL');
    await waitUntil(() => this.children.every(({ child }) => child.exitCode !== null || child.signalCode !== null), 10_000);
    rmSync(this.folder, { recursive: true, force: true });
  }

  kubectl(args: string[], input = ''): Promise<Said> {
    return this.run(process.env.KUBECTL_PATH ?? 'kubectl', ['--namespace', NAMESPACE, ...args], input);
  }

  helm(args: string[]): Promise<Said> {
    return this.run(process.env.HELM_PATH ?? 'helm', ['--namespace', NAMESPACE, ...args], '');
  }

  /** What kubectl says, where it must not fail. */
  async ask(...args: string[]): Promise<string> {
    const { status, text, output } = await this.kubectl(args);
    if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${text}`);
    return output;
  }

  async create(objects: object[], namespace = NAMESPACE): Promise<void> {
    const { status, text } = await this.kubectl(['--namespace', namespace, 'create', '--filename', '-'], documents(objects));
    if (status !== 0) throw new Error(text);
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  private async startServer(): Promise<void> {
    const [store, peers, port] = await Promise.all([freePort(), freePort(), freePort()]);
    const [stored, server] = [`http://127.0.0.1:${store}`, `https://127.0.0.1:${port}`];
    this.api = new ClusterApi(server, this.token);
    this.writeFiles(server);
    this.spawn('etcd', [
      ...['--data-dir', this.file('etcd'), '--unsafe-no-fsync'],
      ...['--listen-client-urls', stored, '--advertise-client-urls', stored, '--listen-peer-urls', `http://127.0.0.1:${peers}`],
    ]);
    this.spawn('kube-apiserver', [
      ...[`--etcd-servers=${stored}`, '--bind-address=127.0.0.1', `--secure-port=${port}`, `--cert-dir=${this.file('pki')}`],
      // No pod reaches this server, and not every machine has an address besides 127.0.0.1.
      ...['--advertise-address=127.0.0.1', '--endpoint-reconciler-type=none', '--service-cluster-ip-range=10.0.0.0/24'],
      ...['--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${this.file('accounts.pub')}`],
      ...[`--service-account-signing-key-file=${this.file('accounts.key')}`, `--token-auth-file=${this.file('tokens.csv')}`],
      ...['--authorization-mode=RBAC', '--allow-privileged=true'],
    ]);
    await this.eventually('the API server is ready', async () => (await this.kubectl(['get', '--raw', '/readyz'])).text.trim() === 'ok');
  }

  private writeFiles(server: string): void {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const files = {
      'accounts.pub': publicKey.export({ type: 'spki', format: 'pem' }),
      'accounts.key': privateKey.export({ type: 'pkcs1', format: 'pem' }),
      'tokens.csv': `${this.token},admin,admin,"system:masters"\n`,
      kubeconfig: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        // The certificate is of this run; the token does not leave this machine.
        clusters: [{ name: 'test', cluster: { server, 'insecure-skip-tls-verify': true } }],
        users: [{ name: 'admin', user: { token: this.token } }],
        contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
        'current-context': 'test',
      }),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(this.file(name), content, { mode: 0o600 });
  }

  private async startPart(part: Part): Promise<void> {
    const kubeconfig = `--kubeconfig=${this.file('kubeconfig')}`;
    const own = ['--bind-address=127.0.0.1', `--secure-port=${await freePort()}`, `--cert-dir=${this.file(part)}`, '--leader-elect=false'];
    const args: Record<Part, string[]> = {
      'kube-controller-manager': [...own, `--service-account-private-key-file=${this.file('accounts.key')}`, '--horizontal-pod-autoscaler-sync-period=1s'],
      'kube-scheduler': own,
      kwok: ['--manage-all-nodes=true', '--node-lease-duration-seconds=40', `--config=${join(__dirname, '../kwok-stages.yaml')}`],
    };
    this.spawn(part, [kubeconfig, ...args[part]]);
  }

  /** Pods that may do more than the strictest profile allows are refused in it, and their makers warned of. */
  private async makeNamespace(): Promise<void> {
    await this.ask('create', 'namespace', NAMESPACE);
    await this.ask('label', 'namespace', NAMESPACE, ...['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`));
  }

  private spawn(name: 'etcd' | 'kube-apiserver' | Part, args: string[]): void {
    const log = openSync(this.file(`${name}.log`), 'w');
    const child = spawn(join(programs(), name), args, { cwd: this.folder, stdio: ['ignore', log, log] });
    closeSync(log);
    this.children.push({ name, child });
  }

  /** Waits for what a cluster brings about by itself. */
  async eventually(what: string, check: () => Promise<boolean>, seconds = 60): Promise<void> {
    if (await waitUntil(() => this.ended() !== undefined || check(), seconds * 1_000, 100).then((done) => done && !this.ended())) return;
    const ended = this.ended();
    throw new Error(ended ? `${ended} ended: ${readFileSync(this.file(`${ended}.log`), 'utf8').slice(-2_000)}` : `Not within ${seconds} s: ${what}`);
  }

  private ended(): string | undefined {
    return this.children.find(({ child }) => child.exitCode !== null || child.signalCode !== null)?.name;
  }

  private run(program: string, args: string[], input: string): Promise<Said> {
    const env = { ...process.env, KUBECONFIG: this.file('kubeconfig'), HOME: this.folder };
    return new Promise((resolve) => {
      const child = execFile(program, args, { env, encoding: 'utf8', maxBuffer: 2 ** 26, timeout: 180_000 }, (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code ?? 1) : 0, text: stdout + stderr, output: stdout }),
      );
      // A program that ended before it read everything has said why.
      child.stdin?.on('error', () => undefined).end(input);
    });
  }
}
