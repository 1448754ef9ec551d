import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import { observeProcess } from './process-metrics';

/** Seconds, for what answers within a request. */
export const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * The numbers of one service. Names are `<noun>_<unit>` and get the prefix `hallway_<service>_`;
 * names that begin with `hallway_` stay as they are. Labels take few values: never ids.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly prefix: string;

  /** @param ofProcess false for a service that shares its process: another one reports the numbers of the process */
  constructor(service: string, { ofProcess = true } = {}) {
    this.prefix = `hallway_${service.replace(/-/g, '_')}_`;
    this.registry.setDefaultLabels({ service });
    if (ofProcess) observeProcess(this.registry);
  }

  counter<Label extends string = never>(name: string, help: string, labels: Label[] = []): Counter<Label> {
    return this.find<Counter<Label>>(name) ?? new Counter({ ...this.about(name, help, labels) });
  }

  gauge<Label extends string = never>(name: string, help: string, labels: Label[] = [], collect?: (gauge: Gauge<Label>) => void | Promise<void>): Gauge<Label> {
    const found = this.find<Gauge<Label>>(name);
    if (found) return found;
    return new Gauge<Label>({
      ...this.about(name, help, labels),
      ...(collect && {
        collect(): void | Promise<void> {
          return collect(this);
        },
      }),
    });
  }

  histogram<Label extends string = never>(name: string, help: string, labels: Label[] = [], buckets: number[] = durationBuckets): Histogram<Label> {
    return this.find<Histogram<Label>>(name) ?? new Histogram({ ...this.about(name, help, labels), buckets });
  }

  private about<Label extends string>(name: string, help: string, labelNames: Label[]) {
    return { name: this.fullName(name), help, labelNames, registers: [this.registry] };
  }

  private fullName(name: string): string {
    return name.startsWith('hallway_') ? name : this.prefix + name;
  }

  private find<Metric>(name: string): Metric | undefined {
    return this.registry.getSingleMetric(this.fullName(name)) as Metric | undefined;
  }
}
