"""The garbage collector at rest while millions of rows are made: nothing of them can be collected, and looking costs a third."""
from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No automatic collection inside. May stand inside another; only the outermost lets it run again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
