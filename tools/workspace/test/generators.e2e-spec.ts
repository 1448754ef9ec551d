import { WorkspaceCopy } from './workspace-copy';

const minutes = 60_000;

let copy: WorkspaceCopy;
beforeAll(() => {
  copy = new WorkspaceCopy();
}, minutes);
afterAll(() => copy?.remove());

function expectNx(args: string[], settings?: Record<string, string>): void {
  const { status, text } = copy.nx(args, settings);
  if (status !== 0) throw new Error(`nx ${args.join(' ')} ended with ${status}:\n${text}`);
}

const projects = (...names: string[]): string[] => ['-p', names.map((name) => `@hallway/${name}`).join(',')];

describe('what the generators write', () => {
  it(
    'is a service with two features that passes lint, types and its own tests',
    () => {
      expectNx(['g', './tools/workspace:service', 'surveys', '--feature=poll']);
      expectNx(['g', './tools/workspace:feature', 'vote', '--service=surveys']);
      copy.link('contracts-surveys', 'libs/contracts/surveys');
      copy.link('surveys-service', 'libs/services/surveys');
      expectNx(['test', 'surveys-service'], { UPDATE_README: '1' });
      expectNx(['run-many', '-t', 'lint,typecheck,test-e2e', '--parallel=1', ...projects('surveys-service')]);
      expectNx(['build', 'surveys']);
      expectNx(['build', 'contracts-surveys']);
    },
    6 * minutes,
  );

  it(
    'is a feature of a service that was there before, with its types',
    () => {
      expectNx(['g', './tools/workspace:feature', 'album', '--service=conversations']);
      expectNx(['typecheck', 'conversations-service']);
    },
    4 * minutes,
  );

  it(
    'is nothing where the service is missing',
    () => {
      const { status, text } = copy.nx(['g', './tools/workspace:feature', 'album', '--service=musics']);
      expect(status).toBe(1);
      expect(text).toContain('There is no service musics');
    },
    minutes,
  );
});
