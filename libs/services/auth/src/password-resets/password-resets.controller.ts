import { Controller } from '@nestjs/common';

import { authApi, ResetPassword } from '@hallway/contracts-auth';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { PasswordResetsService } from './password-resets.service';

@Controller()
export class PasswordResetsController {
  constructor(private readonly service: PasswordResetsService) {}

  @Endpoint(authApi.resetPassword)
  reset(@Body() body: ResetPassword): Promise<void> {
    return this.service.reset(body);
  }
}
