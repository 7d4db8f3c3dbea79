"""Digests without OpenSSL: `hashlib` loads it for every command, in 3 ms, and it isn't needed."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # neither CPython nor PyPy
    from hashlib import blake2b

__all__ = ["blake2b"]
