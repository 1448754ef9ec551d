import { ArrowLeft, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';

import { IconButton } from '@hallway/ui';

import { AppearanceSettings } from './appearance-settings';
import { DeviceSettings } from './device-settings';
import { NotificationSettings } from './notification-settings';
import { PasswordSettings } from './password-settings';
import { ProfileSettings } from './profile-settings';
import styles from './settings.module.css';

const sections = [
  { id: 'profile', label: 'Profile', Section: ProfileSettings },
  { id: 'appearance', label: 'Appearance', Section: AppearanceSettings },
  { id: 'notifications', label: 'Notifications', Section: NotificationSettings },
  { id: 'devices', label: 'Devices', Section: DeviceSettings },
  { id: 'password', label: 'Password', Section: PasswordSettings },
] as const;

interface SettingsPageProps {
  /** Of the address; an unknown one is the first. */
  sectionId: string | undefined;
  onClose: () => void;
}

/** What people set for themselves, each section at an address of its own. */
export function SettingsPage({ sectionId, onClose }: SettingsPageProps) {
  const { id, label, Section } = sections.find((section) => section.id === sectionId) ?? sections[0];
  // Where the user came from goes along.
  const here = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose();
  };
  return (
    <div className={styles.page} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <span className={styles.back}>
          <IconButton label="Back" onClick={onClose}>
            <ArrowLeft />
          </IconButton>
        </span>
        <h1 ref={heading} className={styles.heading} tabIndex={-1}>
          Settings
        </h1>
        <span className={styles.close}>
          <IconButton label="Close the settings" title="Close (Esc)" onClick={onClose}>
            <X />
          </IconButton>
        </span>
      </header>
      <div className={styles.parts}>
        <nav className={styles.sections} aria-label="Settings">
          {sections.map((section) => (
            <Link
              key={section.id}
              to={`/settings/${section.id}`}
              replace
              state={here.state}
              className={styles.section}
              aria-current={section.id === id ? 'page' : undefined}
            >
              {section.label}
            </Link>
          ))}
        </nav>
        <section className={styles.body} aria-labelledby="settings-section">
          <h2 id="settings-section">{label}</h2>
          <Section />
        </section>
      </div>
    </div>
  );
}
