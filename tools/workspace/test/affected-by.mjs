// Node itself must load Nx (it brings a binary), so the test runs this as a program.
import { readFileSync } from 'node:fs';
import { filterAffected } from 'nx/src/project-graph/affected/affected-project-graph';
import { calculateFileChanges } from 'nx/src/project-graph/file-utils';
import { createProjectGraphAsync } from 'nx/src/project-graph/project-graph';

const changes = JSON.parse(readFileSync(0, 'utf8'));
const graph = await createProjectGraphAsync();
const affectedBy = async (file) => Object.keys((await filterAffected(graph, calculateFileChanges([file]))).nodes).sort();
const answers = Object.fromEntries(await Promise.all(changes.map(async (file) => [file, await affectedBy(file)])));
console.log(JSON.stringify({ all: Object.keys(graph.nodes).sort(), answers }));
process.exit(0); // workers of plugins would keep it alive
