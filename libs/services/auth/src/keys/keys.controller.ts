import type { JsonWebKey } from 'node:crypto';
import { Controller, Header } from '@nestjs/common';

import { authApi } from '@hallway/contracts-auth';
import { Endpoint } from '@hallway/service-kit/http';

import { KeysService } from './keys.service';

@Controller()
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Endpoint(authApi.jwks)
  @Header('Cache-Control', 'public, max-age=300')
  jwks(): { keys: JsonWebKey[] } {
    return { keys: this.keys.publicKeys() };
  }
}
