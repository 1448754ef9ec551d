export * from './socket-events.ts';
export * from './socket-payloads.dto.ts';
