import { gatewayService } from '@hallway/api-gateway-service';
import { runService } from '@hallway/service-host';

void runService(gatewayService);
