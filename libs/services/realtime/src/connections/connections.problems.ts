import { problem } from '@hallway/contracts-core';

export const tooManyConnections = problem('too-many-connections', 429, 'Too many connections of one user');
