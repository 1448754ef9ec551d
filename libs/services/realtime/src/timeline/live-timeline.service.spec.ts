import type { MessagesChanged } from '@hallway/contracts-messages';

import { JsonText } from '../sockets/json-text';
import type { LiveSocketsService } from '../sockets/live-sockets.service';
import { LiveTimelineService } from './live-timeline.service';

describe('the live timeline', () => {
  const setUp = (present = 1) => {
    const emitted: number[][] = [];
    const room = { size: present };
    const sockets = {
      inConversation: () => room,
      emitToRoom: (_room: string, _event: string, payload: MessagesChanged | JsonText) => {
        const { events } = payload instanceof JsonText ? (JSON.parse(payload.json) as MessagesChanged) : payload;
        emitted.push(events.map(({ rev }) => rev));
      },
    };
    return { timeline: new LiveTimelineService(sockets as unknown as LiveSocketsService), emitted, room };
  };
  const changed = (...revs: number[]) =>
    ({ conversationId: 'c', events: revs.map((rev) => ({ rev, kind: 'created' as const, message: {} })) }) as unknown as MessagesChanged;
  const committed = (...revs: number[]) => ({
    conversationId: 'c',
    revs,
    marks: [],
    events: revs.map((rev) => `{"rev":${rev},"kind":"created","message":{}}`),
  });

  it('tells what the stream brings, once', () => {
    const { timeline, emitted } = setUp();
    timeline.deliver(changed(4, 5));
    timeline.deliver(changed(4, 5));
    timeline.deliver(changed(6));
    expect(emitted).toEqual([[4, 5], [6]]);
  });

  it('tells a commit that continues at once, and not again when the stream brings it', () => {
    const { timeline, emitted } = setUp();
    timeline.deliver(changed(1));
    timeline.deliverOptimistically(committed(2, 3));
    timeline.deliver(changed(2));
    timeline.deliver(changed(3, 4));
    expect(emitted).toEqual([[1], [2, 3], [4]]);
  });

  it('leaves a commit to the stream when something is missing before it', () => {
    const { timeline, emitted } = setUp();
    timeline.deliverOptimistically(committed(1));
    timeline.deliver(changed(1));
    timeline.deliverOptimistically(committed(3));
    timeline.deliver(changed(2));
    timeline.deliver(changed(3));
    expect(emitted).toEqual([[1], [2], [3]]);
  });

  it('forgets a conversation without sockets here', () => {
    const { timeline, emitted, room } = setUp();
    timeline.deliver(changed(1));
    room.size = 0;
    timeline.deliver(changed(2));
    room.size = 1;
    timeline.deliverOptimistically(committed(3));
    timeline.deliver(changed(3));
    expect(emitted).toEqual([[1], [3]]);
  });
});
