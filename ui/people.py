"""Named accounts and their sessions, in a database beside the store. Without any account the page is open to this machine alone.

Passwords are kept as Argon2id hashes; sessions as digests of random tokens, so that whoever reads the file can use neither.
"""

import hashlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from index.accounts import PEOPLE, Settings, read_mark, write_mark
from ingest.problem import Problem
from ui.accounts_file import AccountsFile
from ui.passwords import LONGEST_PASSWORD, find_weakness
from ui.throttle import Throttle

__all__ = ["PEOPLE", "ROLES", "SESSION_SECONDS", "People", "PeopleProblem", "Person", "Role", "SignInRefused", "make_person"]

Role = Literal["member", "officer", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
SESSION_SECONDS = 12 * 3600
"""A working day with an evening meeting."""
CLOCK_SECONDS = 300
"""By how much the clock may have been put back since somebody signed in. A session that would begin later than that, or end more
than `SESSION_SECONDS` after it, was made while the clock was wrong and is not trusted."""
LONGEST_NAME = 100
CHECKED_AT_ONCE, CHECK_WAIT_SECONDS = 2, 10.0
"""Passwords that are checked at the same time, for each takes 64 MB meanwhile, and how long another one waits."""


class PeopleProblem(Problem):
    """An account that cannot be made, changed or used: why, and what to do."""


class SignInRefused(PeopleProblem):
    """Too many wrong passwords from one place: after `retry_seconds` it is worth trying again."""

    def __init__(self, message: str, retry_seconds: int):
        super().__init__(message)
        self.retry_seconds = retry_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may use the page. `sees_exempt`: officers and administrators do, a member where it was granted, for a
    councillor sees exempt papers by need to know. `manages`: may add and remove papers."""

    name: str
    role: Role
    sees_exempt: bool
    manages: bool


def make_person(name: str, role: Role, *, exempt: bool = False) -> Person:
    """A person of a role, with exempt papers granted or not."""
    return Person(name=name, role=role, sees_exempt=exempt or role != "member", manages=role != "member")


class People(AccountsFile):
    """The accounts of one store folder, whose catalogue keeps that there are any. Safe to share between threads."""

    def __init__(self, folder: Path, catalogue: Settings, *, clock: Callable[[], float] = time.time):
        super().__init__(folder, catalogue)
        self.throttle = Throttle()
        self._clock = clock
        self._hasher = PasswordHasher()
        self._checking = threading.BoundedSemaphore(CHECKED_AT_ONCE)
        # Made before anybody asks: the first unknown name must not take longer than the next.
        self._of_nobody = _hash_of_nobody()

    # The accounts

    def everybody(self) -> list[Person]:
        """Raises PeopleProblem where the accounts cannot be read."""
        if trouble := self.find_trouble():
            raise PeopleProblem(trouble)
        if not self._count()[0]:
            return []
        with self._read() as db:
            rows = db.execute("select name, role, exempt from people order by name").fetchall()
        return [make_person(name, role, exempt=bool(exempt)) for name, role, exempt in rows]

    def find(self, name: str) -> Person | None:
        """Raises PeopleProblem where the accounts cannot be read."""
        return next((person for person in self.everybody() if person.name == _fold(name)), None)

    def add(
        self, name: str, role: Role, password: str | None, *, exempt: bool = False, local_words: Sequence[str] = ()
    ) -> Person:
        """Make an account, or give one another role and password, which ends its sessions; None as password for who comes by a
        trusted proxy only. `local_words` are names of councils and the like, which make no good password. A damaged file of
        accounts is put aside. Raises PeopleProblem."""
        if not _fold(name) or len(name) > LONGEST_NAME:
            raise PeopleProblem(f"A name is needed, of up to {LONGEST_NAME} characters.")
        if password is not None and (weak := find_weakness(password, [name, *local_words])):
            raise PeopleProblem(weak)
        hashed = self._hasher.hash(_bytes(password)) if password is not None else None
        self._put_damaged_aside()
        before = read_mark(self._catalogue)
        try:
            # Before the account, so that nothing can come between that leaves it without.
            write_mark(self._catalogue, "kept")
            with self._change() as db:
                db.execute("delete from sessions where name = ?", (_fold(name),))
                db.execute(
                    "insert into people values (?, ?, ?, ?) on conflict (name) do update set role = excluded.role, "
                    "exempt = excluded.exempt, password = excluded.password",
                    (_fold(name), role, exempt, hashed),
                )
        except (sqlite3.Error, OSError) as error:
            if before != "kept" and self._count()[0] == 0:
                write_mark(self._catalogue, "removed")
            said = f"The account cannot be kept in {self.path} ({error}). Make room, or check who may write there."
            raise PeopleProblem(said) from error
        return make_person(_fold(name), role, exempt=exempt)

    def _put_damaged_aside(self) -> None:
        """Accounts that cannot be read would stand in the way of new ones. What cannot be opened for another reason stays."""
        if not self.path.is_file() or not self.path.stat().st_size:
            return
        try:
            with self._read() as db:
                found = db.execute("pragma quick_check").fetchone()[0]
                damaged = found != "ok"
        except sqlite3.OperationalError as error:
            said = f"The accounts in {self.path} cannot be opened ({error}). Check who may read and write it."
            raise PeopleProblem(said) from error
        except sqlite3.DatabaseError:
            damaged = True
        if damaged:
            self.path.rename(self.path.with_name(f"{PEOPLE}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"))

    def remove(self, name: str) -> bool:
        """Whether that was the last account, so that nobody needs to sign in from now on. Raises PeopleProblem where there is no
        such account."""
        self.everybody()
        if not self._count()[0]:
            raise PeopleProblem(f"There is no account “{name}”. See them with: council user list")
        with self._change() as db:
            if not db.execute("delete from people where name = ?", (_fold(name),)).rowcount:
                raise PeopleProblem(f"There is no account “{name}”. See them with: council user list")
            last = not db.execute("select count(*) from people").fetchone()[0]
        if last:
            write_mark(self._catalogue, "removed")
            self._seen = False
        return last

    # Sessions

    def sign_in(self, name: str, password: str, *, address: str = "", session: str = "", end_others: bool = False) -> str:
        """A token for a session; with `end_others` all other sessions of this person end. `address` is where the try comes from,
        and `session` the token of whoever is signed in already, who is not kept waiting for what others tried from there. Raises
        PeopleProblem, which does not say whether the name or the password was wrong, and SignInRefused."""
        name = _fold(name)
        if trouble := self.find_trouble():
            raise PeopleProblem(trouble)
        known = self.in_session(session) if session else None
        place = f"session {_digest(session)}" if known and known.name == name else address
        if seconds := self.throttle.take(name, place):
            minutes = max(1, round(seconds / 60))
            wait = f"{minutes} minute{'' if minutes == 1 else 's'}"
            said = f"Too many wrong passwords from where you are. Wait {wait} and try again."
            raise SignInRefused(said, int(seconds) + 1)
        try:
            fits = self._fits(self._find_hash(name), password)
        except SignInRefused:
            # Nothing was looked at, so that nothing was wrong.
            self.throttle.give_back(name, place)
            raise
        if not fits:
            raise PeopleProblem("Name and password do not fit. Check both, or ask an administrator for a new password.")
        self.throttle.forgive(name, place)
        token, now = secrets.token_urlsafe(32), self._clock()
        try:
            with self._change() as db:
                db.execute("delete from sessions where ends < ? or (name = ? and ?)", (now - SESSION_SECONDS, name, end_others))
                db.execute("insert into sessions values (?, ?, ?)", (_digest(token), name, now + SESSION_SECONDS))
        except (sqlite3.Error, OSError) as error:
            said = f"You could not be signed in: {self.path} cannot be written ({error}). Make room, or make it writable."
            raise PeopleProblem(said) from error
        return token

    def _find_hash(self, name: str) -> str | None:
        if not self._count()[0]:
            # None where people sign on by a proxy and no account was made.
            return None
        with self._read() as db:
            row = db.execute("select password from people where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _fits(self, hashed: str | None, password: str) -> bool:
        """One verification, whoever asks: without an account, or one without a password, against the hash of nobody, so that the
        time taken tells nobody which names there are."""
        if not self._checking.acquire(timeout=CHECK_WAIT_SECONDS):
            raise SignInRefused("Many people are signing in at the moment. Wait a minute and try again.", 60)
        try:
            fits = self._hasher.verify(hashed or self._of_nobody, _bytes(password[: LONGEST_PASSWORD + 1]))
        except (VerificationError, InvalidHashError):
            return False
        finally:
            self._checking.release()
        return fits and hashed is not None

    def in_session(self, token: str) -> Person | None:
        """Who signed in with this token; None where nobody did, the session has ended, or the accounts cannot be read."""
        now = self._clock()
        try:
            with self._read() as db:
                row = db.execute(
                    "select p.name, p.role, p.exempt from sessions s join people p on p.name = s.name "
                    "where s.token = ? and s.ends > ? and s.ends <= ?",
                    (_digest(token), now, now + SESSION_SECONDS + CLOCK_SECONDS),
                ).fetchone()
        except sqlite3.Error:
            return None
        return make_person(row[0], row[1], exempt=bool(row[2])) if row else None

    def sign_out(self, token: str, *, everywhere: bool = False) -> None:
        """End a session; with `everywhere` all sessions of its person. Without accounts there is none."""
        if not self.exist():
            return
        try:
            with self._read() as db:
                if everywhere:
                    db.execute(
                        "delete from sessions where name in (select name from sessions where token = ?)", (_digest(token),)
                    )
                db.execute("delete from sessions where token = ?", (_digest(token),))
        except sqlite3.Error as error:
            raise PeopleProblem(self.find_trouble() or f"You could not be signed out ({error}). Try again.") from error

    def end_sessions(self, name: str | None = None) -> int:
        """End all sessions of one person, or of everybody; how many there were. Raises PeopleProblem."""
        if name is not None and self.find(name) is None:
            raise PeopleProblem(f"There is no account “{name}”. See them with: council user list")
        if not self.everybody():
            return 0
        with self._change() as db:
            if name is None:
                return db.execute("delete from sessions").rowcount
            return db.execute("delete from sessions where name = ?", (_fold(name),)).rowcount


@cache
def _hash_of_nobody() -> str:
    """The hash of a password that nobody knows, made once."""
    return PasswordHasher().hash(secrets.token_hex(16))


def _fold(name: str) -> str:
    return " ".join(_bytes(name).decode("utf-8", "replace").split()).casefold()


def _bytes(words: str) -> bytes:
    """What a form sends may hold halves of characters, which have no UTF-8."""
    return words.encode("utf-8", "surrogatepass")


def _digest(token: str) -> str:
    return hashlib.sha256(_bytes(token)).hexdigest()
