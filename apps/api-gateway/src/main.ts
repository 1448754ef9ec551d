import { runService } from '@hallway/service-kit/boot';
import { gatewayService } from './gateway.service-definition';

await runService(gatewayService);
