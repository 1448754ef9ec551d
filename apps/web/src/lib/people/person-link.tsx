import { useOpenProfile } from './open-profile';
import { PersonName } from './person-avatar';
import styles from './person-link.module.css';

/** A name that opens the card of its person. */
export function PersonLink({ userId, tabIndex }: { userId: string; tabIndex?: number }) {
  const openProfile = useOpenProfile();
  return (
    <button type="button" tabIndex={tabIndex} className={styles.link} onClick={() => openProfile(userId)}>
      <PersonName userId={userId} />
    </button>
  );
}
