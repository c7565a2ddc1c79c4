/**
 * The Chinese font of the machine, where it has one; else the one that the page brings along, in slices of which only those
 * are fetched whose characters are shown. `page.css` names the same fonts.
 */
export const FONTS = '"Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Noto Sans SC Variable", system-ui, sans-serif';

// After the first paint, and apart from the page's own styles: the list of slices is long.
void import('@fontsource-variable/noto-sans-sc/index.css');
