import type { HistoryEvent, SocketChanged } from '../history/history-event';

/** A socket of a device, from open to closed. */
export interface DeviceConnection {
  user: string;
  device: string;
  openedAt: number;
  closedAt: number;
  openedLine: number;
}

/** When which device was connected. */
export class DeviceSessions {
  private readonly byDevice = new Map<string, DeviceConnection[]>();
  private readonly devices = new Map<string, Set<string>>();

  constructor(events: readonly HistoryEvent[]) {
    events.forEach((event, index) => event.type === 'socket' && this.note(event, index + 1));
  }

  ofUser(user: string): DeviceConnection[] {
    return [...(this.devices.get(user) ?? [])].flatMap((device) => this.of(user, device));
  }

  of(user: string, device: string): DeviceConnection[] {
    return this.byDevice.get(deviceKey(user, device)) ?? [];
  }

  /** The connection of the device at that time: the latest that was open by then. */
  at(user: string, device: string, t: number): DeviceConnection | undefined {
    return this.of(user, device).findLast(({ openedAt }) => openedAt <= t);
  }

  private note({ user, device, open, t }: SocketChanged, line: number): void {
    const key = deviceKey(user, device);
    const connections = this.byDevice.get(key) ?? [];
    this.byDevice.set(key, connections);
    const last = connections.at(-1);
    if (last && last.closedAt === Infinity) last.closedAt = t;
    this.devices.set(user, (this.devices.get(user) ?? new Set()).add(device));
    if (open) connections.push({ user, device, openedAt: t, closedAt: Infinity, openedLine: line });
  }
}

function deviceKey(user: string, device: string): string {
  return `${user} ${device}`;
}
