import styles from './settings.module.css';

interface ChoiceProps<Value extends string> {
  name: string;
  title: string;
  options: readonly (readonly [Value, string])[];
  value: string;
  onChange: (value: Value) => void;
  /** Each on a line of its own: the labels are long. */
  stacked?: boolean;
}

/** One of a few values, all in sight. */
export function Choice<Value extends string>({ name, title, options, value, onChange, stacked = false }: ChoiceProps<Value>) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      <div className={styles.choices} data-stacked={stacked || undefined}>
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
