import { defineApi, del, forbidden, get, notFound, PageQuery, patch, post, sessionRevoked, unauthenticated } from '@hallway/contracts-core';
import { ShownPictures, ShownPicturesQuery } from '@hallway/contracts-uploads';

import { AccountQuery, ResetLink, UpdateAccount, UserAccount, UserAccountPage } from './account.dto.ts';
import {
  accountDeactivated,
  badCredentials,
  lastOwner,
  passwordTooCommon,
  refreshRace,
  resetLinkOver,
  tooManyAttempts,
  usernameTaken,
  wrongPassword,
} from './auth.problems.ts';
import { EndedSessions } from './ended-sessions.dto.ts';
import { AuthResult, ChangePassword, Jwks, Login, Refresh, Register, ResetPassword, SessionPage, TokenRequest } from './session.dto.ts';
import { CurrentUser, UpdateProfile, UserProfile, UserQuery } from './user.dto.ts';
import { UserLookup, UserLookupResult, UserProfilePage } from './user-lookup.dto.ts';

export const authApi = defineApi('auth', {
  register: post('/auth/register', {
    summary: 'Create an account and sign in',
    auth: 'anonymous',
    body: Register,
    returns: AuthResult,
    status: 201,
    problems: [usernameTaken, passwordTooCommon],
  }),
  login: post('/auth/login', {
    summary: 'Sign in with username or e-mail',
    auth: 'anonymous',
    body: Login,
    returns: AuthResult,
    problems: [badCredentials, accountDeactivated, tooManyAttempts],
  }),
  refresh: post('/auth/refresh', {
    summary: 'Exchange a refresh token, from the cookie or the body, for new tokens',
    auth: 'anonymous',
    body: Refresh,
    returns: AuthResult,
    problems: [sessionRevoked, unauthenticated, refreshRace],
  }),
  logout: post('/auth/logout', { summary: 'End this session', body: TokenRequest }),
  logoutAll: post('/auth/logout-all', { summary: 'End every session of the caller', body: TokenRequest }),
  sessions: get('/auth/sessions', { summary: 'The devices of the caller', query: PageQuery, returns: SessionPage }),
  revokeSession: del('/auth/sessions/:sessionId', { summary: 'Sign one device out', problems: [notFound] }),
  changePassword: post('/auth/password', {
    summary: 'Change the password and end all other sessions',
    body: ChangePassword,
    problems: [wrongPassword, passwordTooCommon],
    status: 204,
  }),
  resetPassword: post('/auth/password-reset', {
    summary: 'Choose a new password by a link that was made for an account, and end all its sessions',
    auth: 'anonymous',
    body: ResetPassword,
    problems: [resetLinkOver, passwordTooCommon],
    status: 204,
  }),
  jwks: get('/.well-known/jwks.json', {
    summary: 'The public keys that verify access tokens',
    auth: 'anonymous',
    returns: Jwks,
  }),
});

export const usersApi = defineApi('auth', {
  me: get('/users/me', { summary: 'The account of the caller', returns: CurrentUser }),
  updateMe: patch('/users/me', { summary: 'Change the profile of the caller', body: UpdateProfile, returns: CurrentUser }),
  search: get('/users', { summary: 'Find people', query: UserQuery, returns: UserProfilePage }),
  get: get('/users/:userId', { summary: 'One public profile', returns: UserProfile, problems: [notFound] }),
});

/** For those who look after the workspace; see `mayAct`. */
export const accountsApi = defineApi('auth', {
  list: get('/admin/users', { summary: 'Every account', query: AccountQuery, returns: UserAccountPage, problems: [forbidden] }),
  update: patch('/admin/users/:userId', {
    summary: 'Give a role in the workspace, deactivate, reactivate',
    body: UpdateAccount,
    returns: UserAccount,
    problems: [forbidden, notFound, lastOwner],
  }),
  signOut: post('/admin/users/:userId/sign-out', { summary: 'End every session of a person', problems: [forbidden, notFound], status: 204 }),
  makeResetLink: post('/admin/users/:userId/reset-link', {
    summary: 'A link by which a person chooses a new password; an earlier one is void by it',
    returns: ResetLink,
    status: 201,
    problems: [forbidden, notFound, accountDeactivated],
  }),
});

/** Between services only. */
export const usersInternalApi = defineApi('auth', {
  lookup: post('/users/lookup', {
    summary: 'Profiles by id; unknown ids are left out',
    auth: 'service',
    body: UserLookup,
    returns: UserLookupResult,
    status: 200,
  }),
  pictures: post('/users/pictures', {
    summary: 'Which uploads are pictures of people; everyone may see them',
    auth: 'service',
    body: ShownPicturesQuery,
    returns: ShownPictures,
    status: 200,
  }),
});

/** Between services only. */
export const sessionsInternalApi = defineApi('auth', {
  ended: post('/sessions/ended', {
    summary: 'Ended sessions whose access tokens may still be good',
    auth: 'service',
    returns: EndedSessions,
    status: 200,
  }),
});
