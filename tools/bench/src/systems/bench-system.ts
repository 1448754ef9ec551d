import type { ClientPlan } from '../generator/worker-protocol';
import type { GroupPlan } from './group-plan';

/** Hallway in its two forms: all services in one process, and each in its own. */
export const formNames = ['hallway', 'separate'] as const;
export type FormName = (typeof formNames)[number];

export const systemNames = [...formNames, 'monolith', 'bare'] as const;
export type SystemName = (typeof systemNames)[number];

/** As tables and plots call them. */
export const labels: Record<SystemName, string> = { hallway: 'Hallway', separate: 'separate services', monolith: 'A: monolith', bare: 'B: bare' };

/** Something that takes sends and delivers them: Hallway or a baseline. */
export interface BenchSystem {
  name: SystemName;
  /** Clients for every member of every group of the plan; the first connection of each sends. */
  clients(plan: GroupPlan): Promise<ClientPlan[]>;
  /** The processes that do its work, by name, stores included; their descendants count too. */
  processes(): Record<string, number>;
  /** Those of them that hold connections of clients. */
  servers(): number[];
  /** How many messages it has kept; undefined when it keeps none. */
  stored(): Promise<number | undefined>;
  /** Begins or ends CPU profiles of its servers, where they were asked for. */
  toggleProfiles?(): void;
  stop(): Promise<void>;
}
