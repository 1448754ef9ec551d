import { SelectedFiles } from './selected-files';

const fileOf = (name: string, size = 3): File => {
  const file = new File(['abc'], name);
  Object.defineProperty(file, 'size', { value: size });
  return file;
};

const mib = 2 ** 20;

describe('Trays', () => {
  it('keeps the files of each conversation in order', () => {
    const selectedFiles = new SelectedFiles();
    selectedFiles.add('c', [fileOf('a'), fileOf('b')]);
    selectedFiles.add('c', [fileOf('c')]);
    selectedFiles.add('d', [fileOf('x')]);
    expect(selectedFiles.of('c').files.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const [, second] = selectedFiles.of('c').files;
    selectedFiles.remove('c', second?.id ?? 0);
    expect(selectedFiles.of('c').files.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(selectedFiles.of('d').files).toHaveLength(1);
  });

  it('takes what may be sent and says what may not', () => {
    const selectedFiles = new SelectedFiles();
    selectedFiles.add('c', [fileOf('film.mp4', 60 * mib), fileOf('ok.txt'), fileOf('empty.txt', 0)]);
    expect(selectedFiles.of('c').files.map(({ name }) => name)).toEqual(['ok.txt']);
    expect(selectedFiles.of('c').fault).toBe('film.mp4 is 60 MB. A file may have 50 MB. empty.txt is empty, or a folder. It cannot be sent.');
    selectedFiles.add('c', [fileOf('edge.bin', 50 * mib)]);
    expect(selectedFiles.of('c')).toMatchObject({ fault: '', files: [{ name: 'ok.txt' }, { name: 'edge.bin' }] });
  });

  it('leaves out what is too many, and says so', () => {
    const selectedFiles = new SelectedFiles();
    selectedFiles.add(
      'c',
      Array.from({ length: 13 }, (_, n) => fileOf(`${n}`)),
    );
    expect(selectedFiles.of('c').files).toHaveLength(10);
    expect(selectedFiles.of('c').fault).toBe('A message takes 10 files. 3 were left out.');
    selectedFiles.add('c', [fileOf('late.txt')]);
    expect(selectedFiles.of('c').fault).toBe('A message takes 10 files. late.txt was left out.');
  });

  it('names a pasted picture', () => {
    const selectedFiles = new SelectedFiles();
    selectedFiles.add('c', [fileOf('')]);
    expect(selectedFiles.of('c').files[0]?.name).toBe('picture.png');
  });
});
