import { Controller } from '@nestjs/common';

import { type BatchOutcome, BatchRequest, type BatchResult, messagesInternalApi } from '@hallway/contracts-messages';
import { requestContext } from '@hallway/service-kit/context';
import { toProblem } from '@hallway/service-kit/errors';
import { Body, Endpoint } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import { type SendOutcome, SendService } from './send.service';

/** Where realtime hands in what its sockets send. */
@Controller()
export class SendBatchController {
  constructor(
    private readonly sends: SendService,
    private readonly logger: Logger,
  ) {}

  @Endpoint(messagesInternalApi.batch)
  async batch(@Body() { sends }: BatchRequest): Promise<BatchResult> {
    const outcomes = await this.sends.sendBatch(sends);
    return { outcomes: outcomes.map((outcome) => this.toWire(outcome)) };
  }

  private toWire(outcome: SendOutcome): BatchOutcome {
    if (!('error' in outcome)) return outcome;
    const problem = toProblem(outcome.error, requestContext.traceId());
    if (problem.status >= 500) this.logger.warn('a send of a batch failed', { err: outcome.error });
    return { problem };
  }
}
