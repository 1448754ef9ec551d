/** How wide the list of conversations may be, in pixels. */
export const listExtent = { min: 220, max: 400, initial: 280 };
