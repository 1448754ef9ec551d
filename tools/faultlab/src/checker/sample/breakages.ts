import type { HistoryEvent, SeenMessage } from '../../history/history-event';
import type { EventOf } from '../run';
import type { Invariant } from '../verdict';
import type { Bug } from './chat-server';

/** A way in which a history can be wrong, and what the checker must say of it. */
export interface Breakage {
  name: string;
  violates: Invariant[];
  /** The server did it. */
  bug?: Bug;
  /** Changes a right history; answers whether there was something to change. */
  change?: (events: HistoryEvent[]) => boolean;
}

type Type = HistoryEvent['type'];

const all = <Of extends Type>(events: HistoryEvent[], type: Of): EventOf<Of>[] => events.filter((event): event is EventOf<Of> => event.type === type);

/** Changes the first event of a type for which that is possible. */
const first =
  <Of extends Type>(type: Of, change: (event: EventOf<Of>, events: HistoryEvent[]) => boolean) =>
  (events: HistoryEvent[]): boolean =>
    all(events, type).some((event) => change(event, events));

const state = (change: (event: EventOf<'state'>) => unknown) => first('state', (event) => (change(event), true));

const without =
  (type: Type) =>
  (events: HistoryEvent[]): boolean => {
    const at = events.findIndex((event) => event.type === type);
    if (at < 0) return false;
    events.splice(at, 1);
    return true;
  };

const insert = (events: HistoryEvent[], event: HistoryEvent): boolean => {
  const later = events.findIndex(({ t }) => t > event.t);
  events.splice(later < 0 ? events.length : later, 0, event);
  return true;
};

/** The call of an answer, when it is of that kind. */
const callOf = (events: HistoryEvent[], op: number, kind: string): EventOf<'invoked'> | undefined =>
  all(events, 'invoked').find((event) => event.op === op && event.operation.kind === kind);

const membersOf = (events: HistoryEvent[], conversationId: string): string[] =>
  all(events, 'run')[0]?.conversations.find(({ id }) => id === conversationId)?.members ?? [];

const changedMembers = (events: HistoryEvent[]): Set<string> =>
  new Set(
    all(events, 'invoked').flatMap(({ operation }) =>
      'userId' in operation && 'conversationId' in operation ? [`${operation.conversationId} ${operation.userId}`] : [],
    ),
  );

const wholeView = (event: EventOf<'view'>, events: HistoryEvent[]): boolean =>
  event.messages.length > 0 &&
  membersOf(events, event.conversationId).includes(event.user) &&
  !changedMembers(events).has(`${event.conversationId} ${event.user}`);

const inView = (change: (message: SeenMessage, event: EventOf<'view'>) => unknown) =>
  first('view', (event, events) => {
    const [message] = event.messages;
    if (!message || !wholeView(event, events)) return false;
    event.messages = event.messages.map((shown) => ({ ...shown }));
    change(event.messages[0]!, event);
    return true;
  });

/** Every frame that brought one change, so that all who saw it agree. */
const inAllFrames =
  (
    wanted: string,
    change: (event: EventOf<'frame'>['events'][number]) => void,
    isFit: (message: SeenMessage, events: HistoryEvent[]) => boolean = () => true,
  ) =>
  (events: HistoryEvent[]): boolean => {
    const frames = all(events, 'frame');
    const found = frames.flatMap(({ conversationId, events: entry }) =>
      entry.filter(({ kind, message }) => kind === wanted && isFit(message, events)).map(({ rev }) => ({ conversationId, rev })),
    )[0];
    if (!found) return false;
    for (const frame of frames.filter(({ conversationId }) => conversationId === found.conversationId)) {
      frame.events = frame.events.map((entry) => ({ ...entry, message: { ...entry.message } }));
      frame.events.filter(({ rev }) => rev === found.rev).forEach(change);
    }
    return true;
  };

const isLastChange = (message: SeenMessage, events: HistoryEvent[]): boolean =>
  all(events, 'timeline').some(({ messages }) => messages.some(({ id, rev }) => id === message.id && rev === message.rev));

/** Two frames that follow each other on one device, in one conversation, with time before and after them in which nothing else happens to the device. */
const neighbours =
  (change: (a: EventOf<'frame'>, b: EventOf<'frame'>, c: EventOf<'frame'>, events: HistoryEvent[]) => boolean) =>
  (events: HistoryEvent[]): boolean => {
    const moved = changedMembers(events);
    const isSame = (a: EventOf<'frame'>) => (b: EventOf<'frame'>) => a.user === b.user && a.device === b.device && a.conversationId === b.conversationId;
    return all(events, 'frame').some((b) => {
      const same = all(events, 'frame').filter(isSame(b));
      const [a, c] = [same[same.indexOf(b) - 1], same[same.indexOf(b) + 1]];
      if (!a || !c || moved.has(`${b.conversationId} ${b.user}`)) return false;
      const connected = all(events, 'socket').filter(({ user, device, t }) => user === b.user && device === b.device && t > a.t - 1 && t < c.t + 10_001);
      return connected.length === 0 && change(a, b, c, events);
    });
  };

const revokedDevice = (events: HistoryEvent[]): { user: string; device: string; at: number } | undefined =>
  all(events, 'answered').flatMap(({ op, t }) => {
    const operation = callOf(events, op, 'revoke-session')?.operation;
    return operation?.kind === 'revoke-session' ? [{ user: operation.userId, device: operation.device, at: t }] : [];
  })[0];

const lastTime = (events: HistoryEvent[]): number => all(events, 'settled')[0]?.t ?? 0;

const deliveredMark = (change: (mark: { userId: string; seq: number }, events: HistoryEvent[], conversationId: string) => boolean) =>
  first('marks', (event, events) => event.marks.some((mark) => mark.mark === 'delivered' && mark.seq > 1 && change(mark, events, event.conversationId)));

/** At least two of each invariant. */
export const breakages: Breakage[] = [
  { name: 'the run was not in step in time', violates: ['bound'], change: first('settled', (event) => ((event.inTime = false), true)) },
  { name: 'the run never came to rest', violates: ['bound'], change: without('settled') },
  { name: 'the state at the end is missing', violates: ['bound'], change: without('state') },
  { name: 'no send was acknowledged for too long', violates: ['bound'], change: first('run', (event) => ((event.ackGapMs = 1), true)) },

  { name: 'acknowledged and not stored', violates: ['I1'], bug: 'acks-without-storing' },
  { name: 'stored with another text', violates: ['I1'], bug: 'stores-another-text' },
  {
    name: 'acknowledged under another id',
    violates: ['I1'],
    change: first('answered', (event, events) => callOf(events, event.op, 'send') !== undefined && ((event.messageId = 'another'), true)),
  },

  { name: 'a message that was not sent', violates: ['I2'], bug: 'invents-a-message' },
  { name: 'stored and refused', violates: ['I2'], bug: 'stores-what-it-refused' },

  { name: 'a number is left out', violates: ['I3'], bug: 'skips-a-number' },
  { name: 'a repeat is stored again', violates: ['I1', 'I3'], bug: 'stores-a-repeat' },
  { name: 'the conversation counts a change that no message has', violates: ['I3'], change: first('timeline', (event) => ((event.lastRev += 1), true)) },

  { name: 'a number is kept back for a later message', violates: ['I4'], bug: 'keeps-a-number-back' },
  { name: "a device's messages overtake each other", violates: ['I4'], change: first('run', (event) => !event.orderedSends && (event.orderedSends = true)) },

  { name: 'a device lacks a message', violates: ['I5'], change: inView((_, event) => event.messages.shift()) },
  { name: 'a device shows another text', violates: ['I5'], change: inView((message) => (message.bodyHash = 'another')) },
  { name: 'a device shows an old rev', violates: ['I5'], change: inView((message) => (message.rev -= 1)) },
  { name: 'a rev is shown with two contents', violates: ['I5'], change: (events) => oneFrameDiffers(events) },
  { name: 'frames come in the wrong order', violates: ['I5'], change: neighbours((a, b, c) => swap(b, c) && a.t < b.t) },
  {
    name: 'a frame is lost and the connection stays',
    violates: ['I5'],
    change: neighbours((_a, b, _c, events) => events.splice(events.indexOf(b), 1).length > 0),
  },

  {
    name: 'a mark goes back on a device',
    violates: ['I6'],
    change: first('mark', (event, events) => event.seq > 1 && insert(events, { ...event, seq: event.seq - 1 })),
  },
  { name: 'a mark ends below what was acknowledged', violates: ['I6'], change: deliveredMark((mark) => ((mark.seq -= 1), true)) },
  {
    name: 'a mark ends above what anybody asked for',
    violates: ['I6'],
    change: deliveredMark((mark, events, id) => !changedMembers(events).has(`${id} ${mark.userId}`) && ((mark.seq += 1_000), true)),
  },

  { name: 'the removed go on hearing', violates: ['I7'], bug: 'tells-the-removed' },
  { name: 'the removed go on sending', violates: ['I7'], bug: 'takes-from-the-removed' },
  { name: 'a stranger gets a frame', violates: ['I7'], change: first('frame', (event, events) => toStranger(event, events)) },
  { name: 'a stranger is told of a mark', violates: ['I7'], change: first('mark', (event, events) => toStranger(event, events)) },

  { name: 'a ghost', violates: ['I8'], change: state((event) => event.ghosts.push('u0')) },
  { name: 'a user is shown as what they are not', violates: ['I8'], change: (events) => wrongPresence(events) },

  { name: 'an ended session gets a frame', violates: ['I9'], change: (events) => toEnded(events, 'frame') },
  { name: 'an ended session is told of presence', violates: ['I9'], change: (events) => toEnded(events, 'presence') },
  { name: 'an ended session connects again', violates: ['I9'], change: (events) => endedConnects(events) },

  { name: 'a deletion keeps the text', violates: ['I10'], change: inAllFrames('deleted', ({ message }) => (message.bodyHash = 'kept')) },
  {
    name: 'a change was told that is not what a fresh look gives',
    violates: ['I10'],
    change: inAllFrames('edited', ({ message }) => (message.bodyHash = 'another'), isLastChange),
  },
  {
    name: 'a change carries a message of another rev',
    violates: ['I10'],
    change: inAllFrames(
      'created',
      ({ message }) => (message.rev += 1),
      (message, events) => !isLastChange(message, events),
    ),
  },

  { name: 'an event waits in an outbox', violates: ['I11'], change: state((event) => (event.outbox.messages = 1)) },
  { name: 'a reader lags', violates: ['I11'], change: state((event) => (event.lag['messages:conversations'] = 3)) },
  { name: 'an event was put aside', violates: ['I11'], change: state((event) => (event.deadLetters += 1)) },

  { name: 'an effect came twice', violates: ['I12'], change: state((event) => (event.effects[0]!.found += 1)) },
  { name: 'the server counts unread wrong', violates: ['I12'], change: first('marks', (event) => event.unread.some((of) => ((of.unread += 1), true))) },
  { name: 'a device counts unread wrong', violates: ['I12'], change: first('view', (event) => event.unread !== undefined && ((event.unread += 1), true)) },

  { name: 'memory is not given back', violates: ['I13'], change: state((event) => (event.resources[0]!.after.residentBytes = 400_000_000)) },
  { name: 'descriptors are not given back', violates: ['I13'], change: state((event) => (event.resources[0]!.after.descriptors = 400)) },

  { name: 'a client got 500', violates: ['I14'], change: (events) => insert(events, { type: 'server-fault', t: 25_000, status: 500 }) },
  { name: 'a 503 does not say when to come back', violates: ['I14'], change: (events) => insert(events, { type: 'server-fault', t: 25_000, status: 503 }) },
  { name: 'a 503 without a fault', violates: ['I14'], change: (events) => insert(events, { type: 'server-fault', t: 10_000, status: 503, retryAfter: true }) },
  {
    name: 'a stray failure in a log',
    violates: ['I14'],
    change: (events) => insert(events, { type: 'server-fault', t: 25_000, process: 'messages', line: 'UnhandledPromiseRejection' }),
  },
];

function oneFrameDiffers(events: HistoryEvent[]): boolean {
  const seen = new Map<string, EventOf<'frame'>>();
  for (const frame of all(events, 'frame')) {
    const [change] = frame.events;
    const key = `${frame.conversationId} ${change?.rev}`;
    if (change && seen.has(key)) {
      frame.events = [{ ...change, message: { ...change.message, bodyHash: 'another' } }, ...frame.events.slice(1)];
      return true;
    }
    seen.set(key, frame);
  }
  return false;
}

function swap(b: EventOf<'frame'>, c: EventOf<'frame'>): boolean {
  [b.events, c.events] = [c.events, b.events];
  return true;
}

function toStranger<Event extends EventOf<'frame'> | EventOf<'mark'>>(event: Event, events: HistoryEvent[]): boolean {
  const added = changedMembers(events);
  const stranger = all(events, 'run')[0]?.users.find(
    ({ id }) => !membersOf(events, event.conversationId).includes(id) && !added.has(`${event.conversationId} ${id}`),
  );
  return stranger !== undefined && insert(events, { ...event, user: stranger.id, device: 'd0' });
}

function wrongPresence(events: HistoryEvent[]): boolean {
  const end = lastTime(events);
  const last = new Map(all(events, 'presence').map((event) => [`${event.user} ${event.device} ${event.of}`, event]));
  const sockets = all(events, 'socket');
  const lately = (user: string): boolean => sockets.some((socket) => socket.user === user && socket.t > end - 15_000);
  const isOpen = (user: string, device: string): boolean => sockets.findLast((socket) => socket.user === user && socket.device === device)?.open === true;
  const found = [...last.values()].find((event) => event.user === event.of && isOpen(event.user, event.device) && !lately(event.user) && event.online);
  if (!found) return false;
  found.online = false;
  return true;
}

function toEnded(events: HistoryEvent[], type: 'frame' | 'presence'): boolean {
  const ended = revokedDevice(events);
  const last = ended && all(events, type).findLast(({ user, device }) => user === ended.user && device === ended.device);
  // Right before the end, so that it is no matter whether a fault held something up.
  return last !== undefined && all(events, 'socket').at(-1)!.t < lastTime(events) && insert(events, { ...last, t: lastTime(events) - 1 });
}

function endedConnects(events: HistoryEvent[]): boolean {
  const ended = revokedDevice(events);
  return ended !== undefined && insert(events, { type: 'socket', t: lastTime(events) - 1, user: ended.user, device: ended.device, open: true });
}
