import { conversationsService } from '@hallway/conversations-service';
import { runService } from '@hallway/service-host';

void runService(conversationsService);
