import { STEPS } from './steps.mjs';

/** Where a step leaves its counts, below the workspace; Nx keeps it with the result and puts it back. */
export const resultOf = ({ name }) => `.cache/npm-test/${name}.json`;

/** The target of the whole workspace that runs a step. */
export const targetOf = ({ name }) => `step-${name}`;

/**
 * An Nx plugin: makes a target of each step of `npm test`. Steps look at the whole workspace, as one start of jest or
 * TypeScript for all projects takes far less than one for each.
 *
 * @type {import('nx/src/project-graph/plugins').NxPlugin['createNodes']}
 */
export const createNodes = [
  'project.json',
  () => [['project.json', { projects: { '.': { root: '.', targets: Object.fromEntries(STEPS.filter(({ nx }) => !nx).map(target)) } } }]],
];

function target(step) {
  const command = `node tools/test/step.mjs ${step.name}`;
  return [
    targetOf(step),
    { executor: 'nx:run-commands', options: { command }, cache: true, inputs: step.inputs, outputs: [`{workspaceRoot}/${resultOf(step)}`] },
  ];
}
