import type { MessagesChanged } from '@hallway/contracts-messages';

import type { LiveSockets } from '../sockets/live-sockets.service';
import { LiveTimeline } from './live-timeline.service';

describe('the live timeline', () => {
  const setUp = (present = 1) => {
    const told: number[][] = [];
    const room = { size: present };
    const sockets = {
      inConversation: () => room,
      emitToRoom: (_room: string, _event: string, { events }: MessagesChanged) => told.push(events.map(({ rev }) => rev)),
    };
    return { timeline: new LiveTimeline(sockets as unknown as LiveSockets), told, room };
  };
  const changed = (...revs: number[]) =>
    ({ conversationId: 'c', events: revs.map((rev) => ({ rev, kind: 'created' as const, message: {} })) }) as unknown as MessagesChanged;

  it('tells what the stream brings, once', () => {
    const { timeline, told } = setUp();
    timeline.follow(changed(4, 5));
    timeline.follow(changed(4, 5));
    timeline.follow(changed(6));
    expect(told).toEqual([[4, 5], [6]]);
  });

  it('tells a commit that continues at once, and not again when the stream brings it', () => {
    const { timeline, told } = setUp();
    timeline.follow(changed(1));
    timeline.lead(changed(2, 3));
    timeline.follow(changed(2));
    timeline.follow(changed(3, 4));
    expect(told).toEqual([[1], [2, 3], [4]]);
  });

  it('leaves a commit to the stream when something is missing before it', () => {
    const { timeline, told } = setUp();
    timeline.lead(changed(1));
    timeline.follow(changed(1));
    timeline.lead(changed(3));
    timeline.follow(changed(2));
    timeline.follow(changed(3));
    expect(told).toEqual([[1], [2], [3]]);
  });

  it('forgets a conversation without sockets here', () => {
    const { timeline, told, room } = setUp();
    timeline.follow(changed(1));
    room.size = 0;
    timeline.follow(changed(2));
    room.size = 1;
    timeline.lead(changed(3));
    timeline.follow(changed(3));
    expect(told).toEqual([[1], [3]]);
  });
});
