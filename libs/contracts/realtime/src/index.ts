export * from './socket-events';
export * from './socket-payloads.dto';
