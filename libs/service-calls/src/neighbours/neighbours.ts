import type { Neighbour } from './neighbour';

interface Place {
  /** Where other processes reach it; absent when it does not listen. */
  url?: string;
  /** Resolves when the service is up. */
  present: Promise<Neighbour>;
  arrive: (neighbour: Neighbour) => void;
}

/** The services of one process, by name: known from the start, waited for until they are up. */
export class Neighbours {
  private readonly places = new Map<string, Place>();

  /** Keeps a place for a service that this process is going to start. */
  expect(name: string, url?: string): void {
    let arrive!: Place['arrive'];
    const present = new Promise<Neighbour>((resolve) => (arrive = resolve));
    this.places.set(name, { url, present, arrive });
  }

  arrived(name: string, neighbour: Neighbour): void {
    this.places.get(name)?.arrive(neighbour);
  }

  /** Undefined when the service does not run in this process. */
  find(name: string): Pick<Place, 'present' | 'url'> | undefined {
    return this.places.get(name);
  }
}
