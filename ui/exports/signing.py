"""The key of a store, by which an evidence record is known to have been made by it: HMAC-SHA256, in a file that its owner alone
may read. Whoever can read the store's folder could sign too; nobody else can."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Literal

from index.private import FILE
from ingest.problem import Problem

KEY = "evidence.key"
KEY_BYTES = 32
NAME_DIGITS = 16
Signed = Literal["right", "wrong", "of another key", "missing"]


class KeyProblem(Problem):
    """A key that cannot be read: which file, and what to do."""


def find_key(folder: Path) -> bytes | None:
    """The key of a store; None where there is none. Raises KeyProblem."""
    path = folder / KEY
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyProblem(f"The key {path} cannot be read ({error.strerror}). Check who may read it.") from error
    except ValueError as error:
        raise KeyProblem(f"The key {path} is damaged. Put it back from a backup, or move it away for a new one.") from error
    if len(key) != KEY_BYTES:
        raise KeyProblem(f"The key {path} is damaged. Put it back from a backup, or move it away for a new one.")
    return key


def make_key(folder: Path) -> bytes:
    """The key of a store, made where there is none. Raises KeyProblem."""
    if (key := find_key(folder)) is not None:
        return key
    path, made = folder / KEY, folder / f"{KEY}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
        try:
            # Whole or not at all, and of two that make one at once the first counts.
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    except OSError as error:
        raise KeyProblem(f"The key {path} cannot be made ({error.strerror}). Check who may write there.") from error
    key = find_key(folder)
    if key is None:
        raise KeyProblem(f"The key {path} was taken away just now. Try again.")
    return key


def name_key(key: bytes) -> str:
    """Sixteen hexadecimal digits by which a key is told from others, and which give nothing of it away."""
    return hashlib.sha256(b"name of the key" + key).hexdigest()[:NAME_DIGITS]


def sign(words: bytes, key: bytes) -> dict[str, str]:
    """A signature as a record bears it."""
    return {"key": name_key(key), "hmac_sha256": hmac.new(key, words, "sha256").hexdigest()}


def check_signature(words: bytes, signature: dict[str, str] | None, key: bytes | None) -> Signed:
    """Whether the words were signed by this key."""
    if signature is None:
        return "missing"
    if key is None or signature["key"] != name_key(key):
        return "of another key"
    fits = hmac.compare_digest(sign(words, key)["hmac_sha256"].encode(), signature["hmac_sha256"].encode("utf-8", "replace"))
    return "right" if fits else "wrong"
