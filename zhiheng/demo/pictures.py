"""Small pictures that stand for photos taken on site: made up, each different, the same for the same words."""
from __future__ import annotations

import hashlib
import struct
import zlib

WIDTH, HEIGHT = 320, 240


def picture(words: str) -> bytes:
    """A PNG of blocks in muted colours, as a workshop looks through a wet window."""
    seed = hashlib.sha256(words.encode()).digest()
    rows = bytearray()
    for y in range(HEIGHT):
        floor, blocks = 70 if y > 170 else 130, seed[(y // 40 * 8) % 32:][:8]
        line = b"".join(bytes((min(255, floor + b // 4), min(255, floor + b // 5 + y // 12), min(255, floor + b // 6))) * 40
                        for b in blocks)
        rows += b"\0" + line
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
