import { Module } from '@nestjs/common';

import { SummaryClient } from './summary-client';

@Module({ providers: [SummaryClient], exports: [SummaryClient] })
export class SummaryClientModule {}
