import { Controller } from '@nestjs/common';

import {
  type Conversation,
  conversationsApi,
  conversationsInternalApi,
  type ConversationViews,
  ConversationViewsQuery,
  CreateConversation,
  UpdateConversation,
} from '@hallway/contracts-conversations';
import { type Page, PageQuery } from '@hallway/contracts-core';
import { type ShownPictures, ShownPicturesQuery } from '@hallway/contracts-uploads';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query, type StatusAnswer, withStatus } from '@hallway/service-kit/http';

import { AvatarsService } from './avatars.service';
import { ConversationComposer } from './conversation-composer';
import { ConversationSettingsService } from './conversation-settings.service';
import { ConversationsService } from './conversations.service';

@Controller()
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly settings: ConversationSettingsService,
    private readonly composer: ConversationComposer,
    private readonly avatars: AvatarsService,
  ) {}

  @Endpoint(conversationsApi.create)
  async create(@CurrentUser() caller: Caller, @Body() body: CreateConversation): Promise<StatusAnswer<Conversation>> {
    const { created, conversation } = await this.conversations.create(caller.userId, body);
    return withStatus(created ? 201 : 200, conversation);
  }

  @Endpoint(conversationsApi.list)
  list(@CurrentUser() caller: Caller, @Query() query: PageQuery): Promise<Page<Conversation>> {
    return this.conversations.list(caller.userId, query);
  }

  @Endpoint(conversationsApi.get)
  get(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string): Promise<Conversation> {
    return this.conversations.get(caller.userId, conversationId);
  }

  @Endpoint(conversationsApi.update)
  update(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string, @Body() body: UpdateConversation): Promise<Conversation> {
    return this.settings.update(caller.userId, conversationId, body);
  }

  @Endpoint(conversationsApi.delete)
  delete(@CurrentUser() caller: Caller, @Params('conversationId') conversationId: string): Promise<void> {
    return this.conversations.delete(caller.userId, conversationId);
  }

  @Endpoint(conversationsInternalApi.views)
  async asSeenBy(@Params('conversationId') conversationId: string, @Body() body: ConversationViewsQuery): Promise<ConversationViews> {
    return { views: await this.composer.forMembers(conversationId, body.userIds) };
  }

  @Endpoint(conversationsInternalApi.pictures)
  async pictures(@Body() { uploadIds, userId }: ShownPicturesQuery): Promise<ShownPictures> {
    return { uploadIds: await this.avatars.shown(uploadIds, userId) };
  }
}
