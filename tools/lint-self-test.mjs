import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

/** Proves that the lint rules refuse what they must and accept what they should: a rule that never fires looks like clean code. */
const MODULES = '@nx/enforce-module-boundaries';
const SLICES = 'boundaries/dependencies';
const SYNTAX = 'no-restricted-syntax';

/** `[where, code, the rule that must refuse it, or null]` */
const CASES = [
  ['apps/web/src/probe.ts', `import { runService } from '@hallway/service-host'; runService;`, MODULES],
  ['apps/web/src/probe.ts', `import pg from 'pg'; pg;`, MODULES],
  ['libs/services/auth/src/probe.ts', `import { useState } from 'react'; useState;`, MODULES],
  ['libs/services/auth/src/probe.ts', `import { x } from '../../messages/src/messages-app.module'; x;`, MODULES],
  ['libs/services/auth/src/probe.ts', `import { messagesService } from '@hallway/messages-service'; messagesService;`, MODULES],
  ['libs/service-kit/src/probe.ts', `import { messagesService } from '@hallway/messages-service'; messagesService;`, MODULES],
  ['apps/system-e2e/src/probe.ts', `import { messagesService } from '@hallway/messages-service'; messagesService;`, MODULES],
  ['apps/auth/src/probe.ts', `import { messagesService } from '@hallway/messages-service'; messagesService;`, null],
  ['libs/services/auth/src/probe.ts', `import { eventually } from '@hallway/testing'; eventually;`, MODULES],
  ['libs/services/auth/src/probe.spec.ts', `import { eventually } from '@hallway/testing'; eventually;`, null],
  ['libs/contracts/auth/src/probe.ts', `import { runService } from '@hallway/service-host'; runService;`, MODULES],
  ['libs/contracts/auth/src/probe.ts', `import { Injectable } from '@nestjs/common'; Injectable;`, MODULES],
  ['libs/contracts/auth/src/probe.ts', `import { IsString } from 'class-validator'; IsString;`, null],
  ['libs/client/src/probe.ts', `import { runService } from '@hallway/service-host'; runService;`, MODULES],
  ['libs/ui/src/probe.ts', `import { authApi } from '@hallway/contracts-auth'; authApi;`, MODULES],
  ['libs/service-kit/src/probe.ts', `import { authApi } from '@hallway/contracts-auth'; authApi;`, null],
  ['libs/service-kit/src/probe.ts', `import { Outbox } from '@hallway/event-bus'; Outbox;`, MODULES],
  ['libs/event-bus/src/probe.ts', `import { ServiceClient } from '@hallway/service-calls'; ServiceClient;`, MODULES],
  ['libs/service-calls/src/probe.ts', `import { runService } from '@hallway/service-host'; runService;`, MODULES],
  ['libs/service-kit/src/probe.ts', `import { eventually } from '@hallway/testing'; eventually;`, MODULES],
  ['libs/testing/src/probe.ts', `import { runService } from '@hallway/service-host'; runService;`, MODULES],
  ['libs/markup/src/probe.ts', `import express from 'express'; express;`, MODULES],
  ['libs/services/auth/src/probe.ts', `export const url = process.env.URL;`, SYNTAX],
  ['libs/services/auth/src/config.ts', `export const url = process.env.URL;`, null],
  ['libs/services/auth/src/probe.ts', 'export const path = `/api/v1/users`;', SYNTAX],
  ['libs/services/auth/src/probe.ts', `export default 1;`, SYNTAX],
  ['libs/services/auth/src/probe.ts', `export enum Colour { Red }`, SYNTAX],
  ['libs/services/auth/src/probe.ts', `console.log(1);`, 'no-console'],
  ['libs/services/auth/src/probe.ts', `/* eslint-disable no-console */ console.log(1);`, 'no-console'],
  ['libs/services/auth/src/probe.ts', `export const x = 1 as any;`, '@typescript-eslint/no-explicit-any'],
  ['libs/services/auth/src/probe.ts', `try { void 0; } catch {}`, 'no-empty'],
  ['libs/services/auth/src/probe.spec.ts', `it.skip('later', () => undefined);`, SYNTAX],
  ['apps/web/src/probe.tsx', `export const View = () => <p dangerouslySetInnerHTML={{ __html: '' }} />;`, SYNTAX],
  ['apps/web/src/probe.ts', `document.body.innerHTML = '';`, SYNTAX],
  ['libs/services/auth/src/probe.ts', '0;\n'.repeat(401), 'max-lines'],
  ...sliceCases(),
];

// Between the features of a service; the probes name files that exist, because the rule looks them up.
function sliceCases() {
  return [
    ['libs/services/auth/src/sessions/probe.service.ts', `import { UsersRepository } from '../users/users.repository'; UsersRepository;`, SLICES],
    ['libs/services/auth/src/sessions/probe.service.ts', `import { UsersService } from '../users/users.service'; UsersService;`, null],
    ['libs/services/auth/src/users/probe.service.ts', `import { UsersRepository } from './users.repository'; UsersRepository;`, null],
  ];
}

const root = fileURLToPath(new URL('../', import.meta.url));
const eslint = new ESLint({ cwd: root });
let wrong = 0;
for (const [file, code, rule] of CASES) {
  const [{ messages }] = await eslint.lintText(code, { filePath: join(root, file) });
  const rules = messages.filter(({ severity }) => severity === 2).map(({ ruleId, message }) => ruleId ?? message);
  const checked = [MODULES, SLICES, SYNTAX];
  const right = rule ? rules.includes(rule) : !rules.some((found) => checked.includes(found));
  if (right) continue;
  wrong += 1;
  console.error(`${file}: ${code.slice(0, 90)}\n  expected ${rule ?? 'no refusal'}, got ${rules.join(', ') || 'no refusal'}`);
}
// Builds, tests of what a change touches and the rule against circles all need a graph that knows imports.
const NX = ['node_modules/nx/dist/bin/nx.js', 'show', 'projects', '--affected', '--files=libs/markup/src/index.ts', '--json'];
const affected = JSON.parse(execFileSync(process.execPath, NX, { cwd: root, encoding: 'utf8' }));
if (!affected.includes('@hallway/messages')) {
  wrong += 1;
  console.error('The project graph does not know that messages imports markup');
}
console.log(`${CASES.length + 1 - wrong} of ${CASES.length + 1} probes behave`);
process.exit(wrong > 0 ? 1 : 0);
