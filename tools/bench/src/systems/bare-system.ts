import type { ClientPlan } from '../generator/worker-protocol';
import { BaselineProcess } from './baseline-process';
import type { BenchSystem } from './bench-system';
import { type GroupPlan, groupsOf } from './group-plan';
import { clientsOf, newIds } from './people';

/** Baseline B. */
export class BareSystem implements BenchSystem {
  readonly name = 'bare';
  private readonly people: string[];

  private constructor(
    private readonly server: BaselineProcess,
    population: number,
  ) {
    this.people = newIds(population);
  }

  static async start(population: number): Promise<BareSystem> {
    return new BareSystem(await BaselineProcess.start('bare'), population);
  }

  clients(plan: GroupPlan): Promise<ClientPlan[]> {
    const groups = groupsOf(plan, this.people.length);
    const ids = newIds(groups.length);
    const groupOf = new Map(groups.flatMap((members, group) => members.map((person) => [person, group] as const)));
    const authOf = (person: number) => ({ userId: this.people[person], conversationIds: [ids[groupOf.get(person) ?? 0]] });
    return Promise.resolve(clientsOf(this.server.url, plan, this.people.length, ids, authOf));
  }

  processes(): Record<string, number> {
    return { server: this.server.pid };
  }

  servers(): number[] {
    return [this.server.pid];
  }

  stored(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
