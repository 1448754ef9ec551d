import { type Conversation, conversationsApi } from '@hallway/contracts-conversations';
import { type Message, messagesApi } from '@hallway/contracts-messages';

import type { LabUser } from '../clients/lab-user';
import { seen } from '../clients/seen-message';
import type { FinalState } from '../history/history-event';
import type { Lab } from '../lab/lab';
import type { Recorder } from '../lab/recorder';
import { type Marks, readMachinery, readMarks } from '../lab/state-reader';
import type { LabUsers, Place } from '../workload/lab-users';
import type { ResourceLog } from './resource-log';

/** Writes down where everything has ended: views, timelines, marks, and the machinery. */
export async function recordEnd(lab: Lab, users: LabUsers, recorder: Recorder, resources: ResourceLog, plantedDeadLetters = 0): Promise<void> {
  for (const person of users.present) {
    for (const device of person.devices) for (const id of device.conversations) recorder.record(device.view(id));
  }
  const marks = await readMarks(lab);
  for (const place of users.places) await recordPlace(place, users, recorder, marks);
  // They were not there before, and hold sockets.
  for (const person of users.present) person.closeShortSessions();
  await resources.calmDown(lab);
  const machinery = await readMachinery(lab);
  const state: Omit<FinalState, 't'> = { type: 'state', ...machinery, plantedDeadLetters, ghosts: await ghosts(users), resources: resources.compare(lab) };
  recorder.record(state);
}

async function recordPlace({ id, owner, core, guest }: Place, users: LabUsers, recorder: Recorder, marks: Marks): Promise<void> {
  const { rev, lastSeq } = await owner.first.client.call(conversationsApi.get, { params: { conversationId: id } });
  const messages = await wholeTimeline(owner, id);
  recorder.record({ type: 'timeline', conversationId: id, lastSeq, lastRev: rev, messages: messages.map(seen) });
  const members = [...core, ...(guest ? [guest] : [])].filter((person) => users.present.includes(person));
  const views = await Promise.all(members.map(async (person) => ({ person, view: await viewOf(person, id) })));
  const unread = views.flatMap(({ person, view }) => (view ? [{ userId: person.id, unread: view.unread, readSeq: view.readSeq, lastSeq: view.lastSeq }] : []));
  recorder.record({ type: 'marks', conversationId: id, marks: marks.get(id) ?? [], unread });
}

async function wholeTimeline(person: LabUser, conversationId: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const page = await person.first.client.call(messagesApi.window, { params: { conversationId }, query: { after: all.at(-1)?.seq ?? 0, limit: 100 } });
    all.push(...page.items);
    if (!page.hasAfter || page.items.length === 0) return all;
  }
}

async function viewOf(person: LabUser, conversationId: string): Promise<Conversation | undefined> {
  const { items } = await person.first.client.call(conversationsApi.list, { query: { limit: 100 } });
  return items.find(({ id }) => id === conversationId);
}

/** Whom the server calls online although every socket of theirs is closed. */
async function ghosts(users: LabUsers): Promise<string[]> {
  const [observer] = users.present;
  const away = users.people.filter((person) => person.away).map(({ id }) => id);
  if (!observer || away.length === 0) return [];
  const device = observer.devices.at(-1)!;
  const states = await device.client.emit('presence:watch', { userIds: away });
  return states.filter(({ status }) => status === 'online').map(({ userId }) => userId);
}
