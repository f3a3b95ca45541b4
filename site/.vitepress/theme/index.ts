/** The theme of the site: that of vitepress, with a style of our own. */
import theme from "vitepress/theme";
import "./style.css";

export default theme;
