import { Documented } from '../../src/documented';
import type { Answer, Json } from './api-user';

const known = new Map<string, Promise<Documented>>();
/** What was heard from sockets and does not fit; no caller waits for a frame, so it is told after the test. */
const faults: string[] = [];
let checks: Promise<unknown>[] = [];

afterEach(async () => {
  await Promise.all(checks);
  checks = [];
  expect(faults.splice(0)).toEqual([]);
});

/** The documents of the system at that address, asked for once. */
function documentsOf(url: string): Promise<Documented> {
  let documents = known.get(url);
  if (!documents) known.set(url, (documents = Documented.of(url)));
  return documents;
}

/** Throws where an answer is not what the system's own document says of it. */
export async function expectDocumented(url: string, method: string, path: string, { status, headers, body }: Answer): Promise<void> {
  const documents = await documentsOf(url);
  const found = documents.faultsOfAnswer(method, path, { status, type: headers.get('content-type') ?? '', body });
  if (found.length > 0) throw new Error(`Not as documented: ${found.join('; ')}\n${JSON.stringify(body).slice(0, 2_000)}`);
}

export function noteFrame(url: string, event: string, payload: Json): void {
  note(url, (documents) => documents.faultsOfFrame(event, payload));
}

export function noteAck(url: string, event: string, ack: Json): void {
  note(url, (documents) => documents.faultsOfAck(event, ack));
}

function note(url: string, faultsBy: (documents: Documented) => string[]): void {
  checks.push(documentsOf(url).then((documents) => faults.push(...faultsBy(documents))));
}
