"""Named accounts and their sessions, in a database beside the store. Without any account the page is open to this machine alone.

Passwords are kept as Argon2id hashes; sessions as digests of random tokens, so that whoever reads the file can use neither.
"""

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ingest.problem import Problem

Role = Literal["member", "officer", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
PEOPLE = "people.sqlite"
SESSION_SECONDS = 12 * 3600
"""A working day with an evening meeting."""
SHORTEST_PASSWORD = 12
"""Characters, as the National Cyber Security Centre's three random words come to."""
MOST_TRIES, TRIES_SECONDS = 8, 300
"""Wrong passwords for one name before it is shut for a while."""
SCHEMA = """
create table if not exists people (name text primary key, role text not null, exempt integer not null, password text);
create table if not exists sessions (token text primary key, name text not null references people on delete cascade,
  ends real not null);
create table if not exists tries (name text not null, at real not null);
"""


class PeopleProblem(Problem):
    """An account that cannot be made, changed or used: why, and what to do."""


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


class People:
    """The accounts of one store folder. Safe to share between threads."""

    def __init__(self, folder: Path):
        self.path = folder / PEOPLE
        self._hasher = PasswordHasher()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=30)
        try:
            db.execute("pragma foreign_keys = on")
            db.executescript(SCHEMA)
            with db:
                yield db
        finally:
            db.close()

    def exist(self) -> bool:
        """Whether there is any account, so that everybody must sign in."""
        return self.path.is_file() and bool(self.everybody())

    def everybody(self) -> list[Person]:
        with self._open() as db:
            rows = db.execute("select name, role, exempt from people order by name").fetchall()
        return [make_person(name, role, exempt=bool(exempt)) for name, role, exempt in rows]

    def find(self, name: str) -> Person | None:
        return next((person for person in self.everybody() if person.name == _fold(name)), None)

    def add(self, name: str, role: Role, password: str | None, *, exempt: bool = False) -> Person:
        """Make an account, or give one another role and password; None as password for who comes by a trusted proxy only.
        Raises PeopleProblem."""
        if not _fold(name) or len(name) > 100:
            raise PeopleProblem("A name is needed, of up to 100 characters.")
        if password is not None and len(password) < SHORTEST_PASSWORD:
            raise PeopleProblem(
                f"The password is too short. Use {SHORTEST_PASSWORD} characters or more, such as three random words."
            )
        hashed = self._hasher.hash(password) if password is not None else None
        new = not self.path.exists()
        with self._open() as db:
            db.execute("delete from sessions where name = ?", (_fold(name),))
            db.execute("insert or replace into people values (?, ?, ?, ?)", (_fold(name), role, exempt, hashed))
        if new:
            self.path.chmod(0o600)
        return make_person(_fold(name), role, exempt=exempt)

    def remove(self, name: str) -> None:
        """Raises PeopleProblem where there is no such account."""
        with self._open() as db:
            if not db.execute("delete from people where name = ?", (_fold(name),)).rowcount:
                raise PeopleProblem(f"There is no account “{name}”. See them with: council user list")

    def sign_in(self, name: str, password: str) -> str:
        """A token for a session. Raises PeopleProblem, which does not say whether the name or the password was wrong."""
        name, now = _fold(name), time.time()
        with self._open() as db:
            db.execute("delete from tries where at < ?", (now - TRIES_SECONDS,))
            tried = db.execute("select count(*) from tries where name = ?", (name,)).fetchone()[0]
            row = db.execute("select password from people where name = ?", (name,)).fetchone()
        if tried >= MOST_TRIES:
            raise PeopleProblem("Too many wrong passwords. Wait five minutes and try again.")
        if not self._fits(row[0] if row else None, password):
            with self._open() as db:
                db.execute("insert into tries values (?, ?)", (name, now))
            raise PeopleProblem("Name and password do not fit. Check both, or ask an administrator for a new password.")
        token = secrets.token_urlsafe(32)
        with self._open() as db:
            db.execute("delete from sessions where ends < ?", (now,))
            db.execute("insert into sessions values (?, ?, ?)", (_digest(token), name, now + SESSION_SECONDS))
        return token

    def _fits(self, hashed: str | None, password: str) -> bool:
        try:
            # Without an account the same work is done, so that the time taken tells nobody which names there are.
            return self._hasher.verify(hashed or self._hasher.hash(secrets.token_hex(8)), password)
        except (VerificationError, InvalidHashError):
            return False

    def in_session(self, token: str) -> Person | None:
        with self._open() as db:
            row = db.execute(
                "select p.name, p.role, p.exempt from sessions s join people p on p.name = s.name "
                "where s.token = ? and s.ends > ?",
                (_digest(token), time.time()),
            ).fetchone()
        return make_person(row[0], row[1], exempt=bool(row[2])) if row else None

    def sign_out(self, token: str) -> None:
        with self._open() as db:
            db.execute("delete from sessions where token = ?", (_digest(token),))


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
