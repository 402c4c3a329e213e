"""Ed25519 signatures of an agency: checkpoints and packages. The public key is for publishing."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

KEY_FILE = "signing-key.pem"


def key_id(public: bytes) -> str:
    """The fingerprint to publish and compare: the first 32 hex digits of SHA-256 of the raw public key."""
    return hashlib.sha256(public).hexdigest()[:32]


@dataclass(frozen=True)
class Signer:
    """A private key in use. ``public`` is the raw key, 32 bytes."""

    private: Ed25519PrivateKey
    public: bytes

    @property
    def id(self) -> str:
        return key_id(self.public)

    def sign(self, message: bytes) -> str:
        """The signature in hex (64 bytes)."""
        return self.private.sign(message).hex()


def signer(data_dir: Path) -> Signer:
    """The key kept in ``data_dir``, created on first use, readable by its owner only.

    PermissionError when others can read it: a key that others could copy proves nothing.
    """
    path = data_dir / KEY_FILE
    if not path.exists():
        _create(path)
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"签名密钥 {path.name} 的权限过宽，应为 0600")
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name} 不是 Ed25519 密钥")
    return _from_key(key)


def new_signer() -> Signer:
    """A key that is kept nowhere."""
    return _from_key(Ed25519PrivateKey.generate())


def _from_key(key: Ed25519PrivateKey) -> Signer:
    return Signer(key, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def _create(path: Path) -> None:
    """Write aside, then link: of two processes that start together one key wins and neither reads half a
    file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was first; its key is the agency's key
    finally:
        aside.unlink()


def verify(public_hex: str, message: bytes, signature_hex: str) -> bool:
    """True when the signature is this key's; False for anything malformed."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex)).verify(
            bytes.fromhex(signature_hex), message
        )
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
