/** JSON that has been written already: it goes out as it is, and is not parsed on its way. */
export class JsonText {
  constructor(readonly json: string) {}
}
