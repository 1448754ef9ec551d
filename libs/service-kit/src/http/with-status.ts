/** An answer with one of the endpoint's other success statuses. */
export class StatusAnswer<Value> {
  constructor(
    readonly status: number,
    readonly value: Value,
  ) {}
}

/** Lets a handler choose the status: `return withStatus(200, existing)`. */
export function withStatus<Value>(status: number, value: Value): StatusAnswer<Value> {
  return new StatusAnswer(status, value);
}
