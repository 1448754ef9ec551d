import { useState } from 'react';
import { Dialog } from '@hallway/ui/dialog';
import { Tab, TabList, TabPanel, Tabs } from '@hallway/ui/tabs';
import { AppearanceSettings } from './appearance-settings';
import { DeviceSettings } from './device-settings';
import { PasswordSettings } from './password-settings';
import { ProfileSettings } from './profile-settings';
import styles from './settings.module.css';

const sections = [
  { value: 'profile', label: 'Profile', Section: ProfileSettings },
  { value: 'appearance', label: 'Appearance', Section: AppearanceSettings },
  { value: 'devices', label: 'Devices', Section: DeviceSettings },
  { value: 'password', label: 'Password', Section: PasswordSettings },
] as const;

/** What people set for themselves. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const [section, setSection] = useState<string>('profile');
  return (
    <Dialog open onOpenChange={onClose} title="Settings" size="medium" className={styles.dialog}>
      <Tabs value={section} onValueChange={setSection}>
        <TabList label="Settings">
          {sections.map(({ value, label }) => <Tab key={value} value={value}>{label}</Tab>)}
        </TabList>
        {sections.map(({ value, Section }) => <TabPanel key={value} value={value} className={styles.panel}><Section /></TabPanel>)}
      </Tabs>
    </Dialog>
  );
}
