import { Controller } from '@nestjs/common';

import { authApi, ResetPassword } from '@hallway/contracts-auth';
import { Body, type CallingClient, ClientInfo, Endpoint } from '@hallway/service-kit/http';

import { PasswordResetsService } from './password-resets.service';

@Controller()
export class PasswordResetsController {
  constructor(private readonly service: PasswordResetsService) {}

  @Endpoint(authApi.resetPassword)
  reset(@Body() body: ResetPassword, @ClientInfo() client: CallingClient): Promise<void> {
    return this.service.reset(body, client.ip);
  }
}
