from __future__ import annotations

import pytest

from zhiheng.actions import rulebook


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    """A folder for papers and keys, and no rules left over from another area's tests."""
    settings.ZHIHENG_DATA = tmp_path
    rulebook.reload()
    yield tmp_path
    rulebook.reload()
