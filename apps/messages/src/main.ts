import { messagesService } from '@hallway/messages-service';
import { runService } from '@hallway/service-host';

void runService(messagesService);
