import { ServiceConfig } from '@hallway/service-kit/config';

/** Nothing beyond what every service has. */
export class ConversationsConfig extends ServiceConfig {}
