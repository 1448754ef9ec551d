import { classNames } from './class-names';
import styles from './kbd.module.css';

/** A key or a chord, such as `Ctrl K`. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return <kbd className={classNames(styles.keys, className)}>{children}</kbd>;
}
