import { runService } from '@hallway/service-kit/boot';
import { conversationsService } from './conversations.service-definition';

await runService(conversationsService);
