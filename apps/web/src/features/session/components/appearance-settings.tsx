import { type Preferences, usePreferences } from '../../../lib/preferences';
import styles from './settings.module.css';

const textScales = [['0.875', 'Small'], ['1', 'Normal'], ['1.125', 'Large'], ['1.25', 'Largest']] as const;
const themeNames: [Preferences['theme'], string][] = [['system', 'System'], ['light', 'Light'], ['dark', 'Dark'], ['contrast', 'Contrast']];
const densityNames: [Preferences['density'], string][] = [['comfortable', 'Comfortable'], ['compact', 'Compact']];

/** How Hallway looks on this device. Takes effect at once. */
export function AppearanceSettings() {
  const [look, change] = usePreferences();
  return (
    <div className={styles.form}>
      <Choice name="theme" title="Theme" options={themeNames} value={look.theme} onChange={(theme) => change({ theme })} />
      <Choice name="density" title="Messages" options={densityNames} value={look.density} onChange={(density) => change({ density })} />
      <Choice name="scale" title="Text size" options={textScales} value={String(look.textScale)} onChange={(scale) => change({ textScale: Number(scale) })} />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  name: string;
  title: string;
  options: readonly (readonly [Value, string])[];
  value: string;
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ name, title, options, value, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      <div className={styles.choices}>
        {options.map(([option, label]) => (
          <label key={option} className={styles.choice}>
            <input type="radio" name={name} value={option} checked={value === option} onChange={() => onChange(option)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
