import { gatewayService } from '@hallway/api-gateway-service';
import { authService } from '@hallway/auth-service';
import { conversationsService } from '@hallway/conversations-service';
import { messagesService } from '@hallway/messages-service';
import { realtimeService } from '@hallway/realtime-service';
import { runServices } from '@hallway/service-host';
import { uploadsService } from '@hallway/uploads-service';

/** All services, in this process. */
export function runHallway(): Promise<void> {
  return runServices('hallway', [authService, conversationsService, messagesService, uploadsService, realtimeService, gatewayService]);
}
