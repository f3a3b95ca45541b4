/** The colours of all pictures as variables of the page's own style sheet, and the style sheet of the pictures themselves. */
import { type Role, colours, style } from "../show/theme.ts";

const variables = (side: 0 | 1): string =>
  Object.entries(colours)
    .map(([role, pair]) => `--${role as Role}:${pair[side]}`)
    .join(";");

/** As a constructed sheet, which the page's policy allows: no text of a style stands in the page. */
export function adoptTheme(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `:root{${variables(0)}}@media (prefers-color-scheme:dark){:root{${variables(1)}}}${style}`,
  );
  document.adoptedStyleSheets = [sheet];
}
