import { Trays } from './trays';

const fileOf = (name: string, size = 3): File => {
  const file = new File(['abc'], name);
  Object.defineProperty(file, 'size', { value: size });
  return file;
};

const mib = 2 ** 20;

describe('Trays', () => {
  it('keeps the files of each conversation in order', () => {
    const trays = new Trays();
    trays.add('c', [fileOf('a'), fileOf('b')]);
    trays.add('c', [fileOf('c')]);
    trays.add('d', [fileOf('x')]);
    expect(trays.of('c').files.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const [, second] = trays.of('c').files;
    trays.remove('c', second?.id ?? 0);
    expect(trays.of('c').files.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(trays.of('d').files).toHaveLength(1);
  });

  it('takes what may be sent and says what may not', () => {
    const trays = new Trays();
    trays.add('c', [fileOf('film.mp4', 60 * mib), fileOf('ok.txt'), fileOf('empty.txt', 0)]);
    expect(trays.of('c').files.map(({ name }) => name)).toEqual(['ok.txt']);
    expect(trays.of('c').fault).toBe('film.mp4 is 60 MB. A file may have 50 MB. empty.txt is empty, or a folder. It cannot be sent.');
    trays.add('c', [fileOf('edge.bin', 50 * mib)]);
    expect(trays.of('c')).toMatchObject({ fault: '', files: [{ name: 'ok.txt' }, { name: 'edge.bin' }] });
  });

  it('leaves out what is too many, and says so', () => {
    const trays = new Trays();
    trays.add('c', Array.from({ length: 13 }, (_, n) => fileOf(`${n}`)));
    expect(trays.of('c').files).toHaveLength(10);
    expect(trays.of('c').fault).toBe('A message takes 10 files. 3 were left out.');
    trays.add('c', [fileOf('late.txt')]);
    expect(trays.of('c').fault).toBe('A message takes 10 files. late.txt was left out.');
  });

  it('names a pasted picture', () => {
    const trays = new Trays();
    trays.add('c', [fileOf('')]);
    expect(trays.of('c').files[0]?.name).toBe('picture.png');
  });
});
