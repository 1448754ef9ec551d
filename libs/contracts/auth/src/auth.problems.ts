import { problem } from '@hallway/contracts-core';

export const usernameTaken = problem('username-taken', 409, 'This username is taken');
export const passwordTooCommon = problem('password-too-common', 400, 'This password is too common');
export const badCredentials = problem('bad-credentials', 401, 'Login or password is wrong');
export const tooManyAttempts = problem('too-many-attempts', 429, 'Too many failed attempts, wait and try again');
export const refreshRace = problem('refresh-race', 409, 'This refresh token is being exchanged by another request');
export const wrongPassword = problem('wrong-password', 403, 'The current password is wrong');
export const accountDeactivated = problem('account-deactivated', 403, 'This account is deactivated');
export const lastOwner = problem('last-owner', 409, 'A workspace needs an active owner');
export const resetLinkOver = problem('reset-link-over', 410, 'This link has been used already, or is too old');
