import { LongPress } from './long-press';

const at = (clientX: number, clientY = 0) => ({ clientX, clientY });

describe('LongPress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('calls for a finger that stays', () => {
    const held = jest.fn();
    const press = new LongPress();
    press.begin(at(10), held);
    press.move(at(14));
    expect(press.pending).toBe(true);
    jest.advanceTimersByTime(600);
    expect(held).toHaveBeenCalledTimes(1);
  });

  it('does not call for one that moves or is lifted', () => {
    const held = jest.fn();
    const press = new LongPress();
    press.begin(at(10), held);
    press.move(at(30));
    press.begin(at(10), held);
    press.end();
    jest.advanceTimersByTime(600);
    expect(held).not.toHaveBeenCalled();
  });

  it('keeps what opened from the click of its release, and lets the next one through', () => {
    const clicked = jest.fn();
    document.body.addEventListener('click', clicked);
    document.body.addEventListener('mousedown', clicked);
    const mouse = () => ['mousedown', 'click'].forEach((name) => document.body.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true })));
    const press = new LongPress();
    press.begin(at(10), () => undefined);
    jest.advanceTimersByTime(600);
    window.dispatchEvent(new Event('pointerup'));
    press.end();
    mouse();
    expect(clicked).not.toHaveBeenCalled();
    jest.advanceTimersByTime(200);
    mouse();
    expect(clicked).toHaveBeenCalledTimes(2);
  });

  it('lets through what is pressed anew, however soon', () => {
    const clicked = jest.fn();
    document.body.addEventListener('click', clicked);
    const press = new LongPress();
    press.begin(at(10), () => undefined);
    jest.advanceTimersByTime(600);
    window.dispatchEvent(new Event('pointerup'));
    press.end();
    window.dispatchEvent(new Event('pointerdown'));
    document.body.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(clicked).toHaveBeenCalledTimes(1);
  });
});
