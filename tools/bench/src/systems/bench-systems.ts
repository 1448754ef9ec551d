import { join } from 'node:path';

import type { BenchOptions } from '../options';
import { say } from '../report/say';
import { BareSystem } from './bare-system';
import { type BenchSystem, formNames, type SystemName } from './bench-system';
import { HallwaySystem } from './hallway-system';
import { MonolithSystem } from './monolith-system';

/** The systems that a run compares: started when a workload asks for them, stopped together. */
export class BenchSystems {
  private readonly systems = new Map<SystemName, Promise<BenchSystem>>();

  constructor(
    private readonly options: Pick<BenchOptions, 'people' | 'systems' | 'profile'>,
    private readonly folder: string,
  ) {}

  /** All that were chosen. */
  async all(): Promise<BenchSystem[]> {
    const systems: BenchSystem[] = [];
    for (const name of this.options.systems) systems.push(await this.get(name));
    return systems;
  }

  /** The forms of Hallway that were chosen. */
  async forms(): Promise<HallwaySystem[]> {
    const forms: HallwaySystem[] = [];
    for (const name of formNames) if (this.options.systems.includes(name)) forms.push((await this.get(name)) as HallwaySystem);
    return forms;
  }

  get(name: SystemName): Promise<BenchSystem> {
    const known = this.systems.get(name);
    if (known) return known;
    say(`starting ${name}`);
    const system = this.start(name);
    this.systems.set(name, system);
    return system;
  }

  /** Stops all, also those that are about to start, and when one of them cannot be stopped or is gone already. */
  async stop(): Promise<void> {
    const started = await Promise.allSettled(this.systems.values());
    this.systems.clear();
    // The caller that asked for a system that could not start has got the error.
    const stopped = await Promise.allSettled(started.map(async (system) => system.status === 'fulfilled' && system.value.stop()));
    const failed = stopped.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    if (failed) throw failed.reason;
  }

  private start(name: SystemName): Promise<BenchSystem> {
    const { people, profile } = this.options;
    if (name === 'bare') return BareSystem.start(people);
    if (name === 'monolith') return MonolithSystem.start(people, join(this.folder, 'monolith'));
    return HallwaySystem.start(name, people, join(this.folder, name), profile && join(profile, name));
  }
}
