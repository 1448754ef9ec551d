import { type Preferences, usePreferences } from '../../../lib/preferences';
import { Choice } from './choice';
import styles from './settings.module.css';

const textScales = [
  ['0.875', 'Small'],
  ['1', 'Normal'],
  ['1.125', 'Large'],
  ['1.25', 'Largest'],
] as const;
const themeNames: [Preferences['theme'], string][] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['contrast', 'Contrast'],
];
const widthNames: [Preferences['width'], string][] = [
  ['column', 'A column'],
  ['full', 'The whole window'],
];
const densityNames: [Preferences['density'], string][] = [
  ['comfortable', 'Comfortable'],
  ['compact', 'Compact'],
];

/** How Hallway looks on this device. Takes effect at once. */
export function AppearanceSettings() {
  const [look, change] = usePreferences();
  return (
    <div className={styles.form}>
      <Choice name="theme" title="Theme" options={themeNames} value={look.theme} onChange={(theme) => change({ theme })} />
      <Choice name="density" title="Messages" options={densityNames} value={look.density} onChange={(density) => change({ density })} />
      <Choice name="width" title="Width of messages" options={widthNames} value={look.width} onChange={(width) => change({ width })} />
      <Choice name="scale" title="Text size" options={textScales} value={String(look.textScale)} onChange={(scale) => change({ textScale: Number(scale) })} />
    </div>
  );
}
