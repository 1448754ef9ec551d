/** Who talks with whom: people in groups of one size, each with some connections. */
export interface GroupPlan {
  name: string;
  /** Members of each group. */
  people: number;
  /** Connections of each member; every one of them gets every message. */
  socketsEach: number;
}

/** How many deliveries one send brings. */
export function deliveriesPerSend({ people, socketsEach }: GroupPlan): number {
  return people * socketsEach;
}

/** The people of each group, by their place in the list of all. */
export function groupsOf({ people }: GroupPlan, population: number): number[][] {
  const groups = Math.floor(population / people);
  return Array.from({ length: groups }, (_, group) => Array.from({ length: people }, (_member, at) => group * people + at));
}
