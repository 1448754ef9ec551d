/** How large a run is. */
export interface Sizes {
  users: number;
  devices: number;
  conversations: number;
  /** Members of the smaller conversations are between 2 and this; one conversation has everyone. */
  mostMembers: number;
  /** How often a second: */
  sends: number;
  edits: number;
  reactions: number;
  reads: number;
  deliveries: number;
  moves: number;
  reconnects: number;
  /** Sign-ins whose session is ended soon, from another device. */
  signIns: number;
}

/** What two slow cores can carry beside all the services. */
export const small: Sizes = {
  users: 12,
  devices: 2,
  conversations: 8,
  mostMembers: 8,
  sends: 30,
  edits: 6,
  reactions: 3,
  reads: 9,
  deliveries: 5,
  moves: 0.6,
  reconnects: 1.5,
  signIns: 0.2,
};

/** W1 of the catalogue. */
export const full: Sizes = {
  users: 40,
  devices: 2,
  conversations: 24,
  mostMembers: 30,
  sends: 100,
  edits: 20,
  reactions: 5,
  reads: 30,
  deliveries: 10,
  moves: 2,
  reconnects: 5,
  signIns: 0.5,
};
