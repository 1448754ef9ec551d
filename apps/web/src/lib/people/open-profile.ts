import { createContext, useContext } from 'react';

/** Opens the card of a person. The app provides it, so that a name can be clicked in any feature. */
export const OpenProfileContext = createContext<(userId: string) => void>(() => undefined);

export const useOpenProfile = (): ((userId: string) => void) => useContext(OpenProfileContext);
