import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Parsed JSON, to look at freely. */
type Json = ReturnType<typeof JSON.parse>;

export interface HttpAnswer {
  status: number;
  /** Of the content-type header. */
  type: string;
  body: Json;
}

const problem = 'Problem';

/**
 * What the OpenAPI and AsyncAPI documents say, to hold answers and frames against. Strict: a property that a schema
 * does not name, an absent one that it requires, and a status that an operation does not list are faults.
 */
export class Documented {
  private readonly paths: { pattern: RegExp; template: string; parameters: number }[];
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly ajv = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }));
  private readonly http: Json;
  private readonly socket: Json;

  constructor(openapi: Json, asyncapi: Json) {
    this.http = closed(openapi);
    this.socket = closed(asyncapi);
    this.paths = Object.keys(openapi.paths)
      .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`), parameters: template.split('{').length }))
      .sort((a, b) => a.parameters - b.parameters);
  }

  /** Both documents of a running system. */
  static async of(url: string): Promise<Documented> {
    const [openapi, asyncapi] = await Promise.all(['openapi', 'asyncapi'].map(async (name) => (await fetch(`${url}/api/${name}.json`)).json()));
    return new Documented(openapi, asyncapi);
  }

  /** What is wrong with an answer; nothing where no operation is documented and it is no problem. */
  faultsOfAnswer(method: string, path: string, { status, type, body }: HttpAnswer): string[] {
    const name = `${method} ${path.split('?')[0]} ${status}`;
    if (/problem\+json/.test(type)) {
      const faults = this.faults(`http ${problem}`, name, this.http, { $ref: `#/components/schemas/${problem}` }, body);
      if (faults.length > 0) return faults;
    }
    const template = this.paths.find(({ pattern }) => pattern.test(path.split('?')[0] ?? ''))?.template;
    const operation = template && this.http.paths[template][method.toLowerCase()];
    if (!operation) return [];
    const response = operation.responses[status];
    if (!response) return [`${name}: the status is not documented, only ${Object.keys(operation.responses).join(', ')}`];
    const media = response.content?.['application/json'];
    if (media && !/^application\/json/.test(type)) return [`${name}: ${type} instead of application/json`];
    return media ? this.faults(`http ${template} ${method} ${status}`, name, this.http, media.schema, body) : [];
  }

  /** What is wrong with what the server sent by itself. */
  faultsOfFrame(event: string, payload: Json): string[] {
    return this.faultsOfMessage(event, payload);
  }

  /** What is wrong with an acknowledgement; those of events that are not documented are refusals. */
  faultsOfAck(event: string, ack: Json): string[] {
    return this.faultsOfMessage(Object.hasOwn(this.socket.components.messages, `${event}.ack`) ? `${event}.ack` : 'sync.ack', ack);
  }

  private faultsOfMessage(name: string, payload: Json): string[] {
    const message = Object.hasOwn(this.socket.components.messages, name) ? this.socket.components.messages[name] : undefined;
    return message ? this.faults(`socket ${name}`, name, this.socket, message.payload, payload) : [`${name}: is not documented`];
  }

  private faults(key: string, name: string, document: Json, schema: Json, value: Json): string[] {
    const check = this.checks.get(key) ?? this.compile(document, schema);
    this.checks.set(key, check);
    if (check(value)) return [];
    return (check.errors ?? []).map(({ instancePath, message, params }) => `${name}: ${instancePath || 'it'} ${message} ${JSON.stringify(params)}`);
  }

  private compile(document: Json, schema: Json): ValidateFunction {
    const whole = JSON.stringify({ $defs: document.components.schemas, ...schema }).replaceAll('#/components/schemas/', '#/$defs/');
    return this.ajv.compile(JSON.parse(whole));
  }
}

/** The same with every object closed: what it does not name must not be there. */
function closed(value: Json): Json {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  return inner.type === 'object' && inner.properties ? { additionalProperties: false, ...inner } : inner;
}
