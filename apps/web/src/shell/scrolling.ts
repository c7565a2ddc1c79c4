import { useEffect } from 'react';

/** What may scroll sideways: tables of antd, and our own. */
const SCROLLING = '.ant-table-content, .scroll';
const FOCUSABLE = 'a[href], button:not([disabled]), input, select, textarea, [tabindex]:not([tabindex="-1"])';

/**
 * A table that scrolls sideways and holds nothing to stop at can be reached and scrolled by keyboard (WCAG 2.1.1). What
 * antd draws inside cannot be given an attribute from outside, so the page looks at what was drawn.
 */
export function useReachableTables(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      timer = null;
      for (const element of document.querySelectorAll<HTMLElement>(SCROLLING)) {
        const needed = element.scrollWidth > element.clientWidth && element.querySelector(FOCUSABLE) === null;
        if (needed) element.tabIndex = 0;
        else element.removeAttribute('tabindex');
      }
    };
    const later = (): void => {
      timer ??= setTimeout(look, 100);
    };
    const watcher = new MutationObserver(later);
    watcher.observe(document.body, { childList: true, subtree: true });
    window.addEventListener('resize', later);
    return () => {
      watcher.disconnect();
      window.removeEventListener('resize', later);
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
}
