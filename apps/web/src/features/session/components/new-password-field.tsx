import { userLimits } from '@hallway/contracts-auth';
import { TextField, type TextFieldProps } from '@hallway/ui';

/** Where a new password is typed, as the server will take it. */
export function NewPasswordField(props: Pick<TextFieldProps, 'name' | 'error' | 'autoFocus'>) {
  return (
    <TextField
      {...props}
      type="password"
      label="New password"
      hint={`At least ${userLimits.passwordMin} characters. A few words are easier to remember than signs.`}
      minLength={userLimits.passwordMin}
      maxLength={userLimits.passwordMax}
      autoComplete="new-password"
      required
    />
  );
}
