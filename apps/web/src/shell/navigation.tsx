import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useGrantWords } from '../accounts/identity';
import { useSession } from '../accounts/session';
import { useSpeech } from './language';
import './navigation.css';
import { useNavigation, type Group, type Room } from './rooms';
import { Go } from './router';

const ENTRIES = 'a, button';

/** Moves the focus among what may be focused in `within`, round its ends. */
function step(within: Element | null, by: 1 | -1 | 'first' | 'last'): void {
  const entries = [...(within?.querySelectorAll<HTMLElement>(ENTRIES) ?? [])].filter((entry) => entry.offsetParent !== null);
  const at = entries.findIndex((entry) => entry === document.activeElement);
  const next = by === 'first' ? 0 : by === 'last' ? entries.length - 1 : (at + by + entries.length) % entries.length;
  entries[next]?.focus();
}

function RoomLink({ room, current, onClick }: { readonly room: Room; readonly current: string; readonly onClick: () => void }) {
  const { say } = useSpeech();
  return (
    <Go to={room.path} aria-current={room.path === current ? 'page' : undefined} onClick={onClick}>
      {say(room.name)}
    </Go>
  );
}

interface MenuProps {
  readonly group: Group;
  readonly current: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** A button that shows the rooms of its group, and those rooms as links. */
function GroupMenu({ group, current, open, onOpen }: MenuProps) {
  const { say } = useSpeech();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const here = group.rooms.find(({ path }) => path === current);
  const onKeyDown = (event: KeyboardEvent): void => {
    const inside = list.current?.contains(document.activeElement) === true;
    if (event.key === 'Escape' && open) {
      onOpen(false);
      button.current?.focus();
    } else if (event.key === 'ArrowDown' && !open) onOpen(true);
    else if (event.key === 'ArrowDown') step(list.current, inside ? 1 : 'first');
    else if (event.key === 'ArrowUp' && open) step(list.current, inside ? -1 : 'last');
    else if (inside && (event.key === 'Home' || event.key === 'End')) step(list.current, event.key === 'Home' ? 'first' : 'last');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="nav-group" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={here === undefined ? undefined : 'nav-here'}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => onOpen(!open)}
      >
        {say(group.name)}
        {here === undefined ? null : <span className="unseen">{`: ${say(here.name)}`}</span>}
      </button>
      <ul id={id} ref={list} hidden={!open}>
        {group.rooms.map((room) => (
          <li key={room.path}>
            <RoomLink room={room} current={current} onClick={() => onOpen(false)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * 主导航: what the role uses most as links, the rest in groups that open on a click. Where the row has no room, one button
 * shows all of it, opened out. One thing is open at a time; Esc, a click elsewhere and leaving with the keyboard close it.
 * @param room the room one stands in, as its path
 */
export function MainNavigation({ room }: { readonly room: string }) {
  const { t, say } = useSpeech();
  const { atHand, groups } = useNavigation();
  const acting = useSession()?.acting ?? null;
  const words = useGrantWords();
  const [open, setOpen] = useState<string | null>(null);
  const whole = useRef<HTMLElement>(null);
  const menu = useRef<HTMLButtonElement>(null);
  const allId = useId();
  useEffect(() => {
    if (open === null) return;
    const elsewhere = (event: PointerEvent): void => {
      if (event.target instanceof Node && whole.current?.contains(event.target) !== true) setOpen(null);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [open]);
  const close = (): void => setOpen(null);
  const all = open === 'all';
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape' && open !== null) {
      close();
      menu.current?.focus();
    } else if (event.key === 'ArrowRight' || (all && event.key === 'ArrowDown')) step(whole.current, 1);
    else if (event.key === 'ArrowLeft' || (all && event.key === 'ArrowUp')) step(whole.current, -1);
    else return;
    event.preventDefault();
  };
  return (
    <nav
      ref={whole}
      aria-label={t('主导航', 'Main')}
      onKeyDown={onKeyDown}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) close();
      }}
    >
      <button
        ref={menu}
        type="button"
        className="nav-menu"
        aria-expanded={all}
        aria-controls={allId}
        onClick={() => setOpen(all ? null : 'all')}
      >
        {t('菜单', 'Menu')}
      </button>
      <div className="nav-row">
        {atHand.map((each) => (
          <RoomLink key={each.path} room={each} current={room} onClick={close} />
        ))}
        {groups.map((group) => (
          <GroupMenu
            key={group.name.en}
            group={group}
            current={room}
            open={open === group.name.en}
            onOpen={(now) => setOpen(now ? group.name.en : null)}
          />
        ))}
      </div>
      <div id={allId} className="nav-all" hidden={!all}>
        {acting === null ? null : <p className="nav-as">{words(acting)}</p>}
        {[{ name: { zh: '常用', en: 'At hand' }, rooms: atHand }, ...groups].map(({ name, rooms }) => (
          <section key={name.en} aria-label={say(name)}>
            <span aria-hidden="true">{say(name)}</span>
            <ul>
              {rooms.map((each) => (
                <li key={each.path}>
                  <RoomLink room={each} current={room} onClick={close} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
