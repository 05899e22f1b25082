/** Sizes at which the graph shows something else. The build, which draws the first picture's scenes, reads them too. */

/** The scale from which a box can be read: its letters, 12 high in the scene, are then 10 pixels high. */
export const READABLE_SCALE = 10 / 12;

/** Below this width of the pane, in pixels, cards are compact. */
export const NARROW = 600;
