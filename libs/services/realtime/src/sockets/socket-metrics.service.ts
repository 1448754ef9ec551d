import { Injectable } from '@nestjs/common';

import { Metrics } from '@hallway/service-kit/metrics';

/** How a delivery came about: in the turn of the acknowledgements, or by the stream. */
export type DeliveryPath = 'optimistic' | 'stream';

const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** The numbers of this service; labels take few values. */
@Injectable()
export class SocketMetricsService {
  private readonly connected;
  private readonly peak;
  private readonly events;
  private readonly frames;
  private readonly batches;
  private readonly waiting;
  private readonly acknowledgements;
  private readonly deliveries;
  private readonly cuts;
  private readonly watched;
  private readonly refused;
  private most = 0;

  constructor(metrics: Metrics) {
    this.connected = metrics.gauge('sockets_connected', 'Connections now');
    this.peak = metrics.gauge('sockets_peak', 'Most connections at once since the start');
    this.events = metrics.counter('events_received_total', 'Events from clients, by answer', ['event', 'outcome']);
    this.frames = metrics.counter('frames_sent_total', 'Frames to clients, by event', ['event']);
    this.batches = metrics.histogram('send_batch_messages', 'Sends in one request to messages', [], batchSizes);
    this.waiting = metrics.gauge('sends_waiting', 'Sends not answered yet');
    this.acknowledgements = metrics.histogram('send_ack_seconds', 'From the arrival of a send to its acknowledgement, of the first send of each batch');
    this.deliveries = metrics.histogram('delivery_seconds', 'From a commit of messages to the frames for the sockets here, once a commit', ['path']);
    this.cuts = metrics.counter('sockets_cut_total', 'Connections ended by the server, by reason', ['reason']);
    this.watched = metrics.gauge('presence_watched_users', 'Users whose presence is watched here');
    this.refused = metrics.counter('handshakes_refused_total', 'Connections refused, by problem', ['code']);
  }

  connections(now: number): void {
    this.most = Math.max(this.most, now);
    this.connected.set(now);
    this.peak.set(this.most);
  }

  received(event: string, outcome: string): void {
    this.events.inc({ event, outcome });
  }

  sent(event: string, frames: number): void {
    this.frames.inc({ event }, frames);
  }

  batch(size: number): void {
    this.batches.observe(size);
  }

  sendsWaiting(count: number): void {
    this.waiting.set(count);
  }

  /** Once a batch, for the send that waited longest: each send by itself would be a cost of sending. */
  acknowledged(seconds: number): void {
    this.acknowledgements.observe(seconds);
  }

  /** @param committedAt as the database wrote it: its clock and ours should agree */
  delivered(path: DeliveryPath, committedAt: string): void {
    this.deliveries.observe({ path }, Math.max(0, Date.now() - Date.parse(committedAt)) / 1_000);
  }

  cut(reason: string): void {
    this.cuts.inc({ reason });
  }

  watchedUsers(count: number): void {
    this.watched.set(count);
  }

  handshakeRefused(code: string): void {
    this.refused.inc({ code });
  }
}
