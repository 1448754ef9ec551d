/** What a proxied network does at the moment; nothing set is a good day. */
export interface NetworkWeather {
  /** Before each piece of data goes on. */
  latencyMs?: number;
  /** Up to so much on top, at random. */
  jitterMs?: number;
  /** In each direction of each connection. */
  bytesPerSecond?: number;
  /** Data is held, and goes on when the weather changes: as TCP does while packets are lost. */
  blackHole?: boolean;
  /** Data of this direction is lost; such a connection ends when the weather changes, as its stream has a hole. */
  lost?: 'to-client' | 'to-server';
  /** New connections are reset. */
  refuse?: boolean;
}
