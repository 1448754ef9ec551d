import { authService } from '@hallway/auth-service';
import { runService } from '@hallway/service-host';

void runService(authService);
