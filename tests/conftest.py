"""Fixtures for every area: shared texts, fonts, browser, a clock that stands still, and loud skips."""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hashers, get_hashers_by_algorithm
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from zhiheng.kernel.clock import TZ
from zhiheng.law import local
from zhiheng.records import protect
from zhiheng.records.clock import frozen
from zhiheng.records.protect import arm, disarm

ROOT = Path(__file__).resolve().parents[1]
DEMO_NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ)
FACES = ("NotoSerifSC", "NotoSansSC")
FONT_FILES = tuple(f"{face}-{weight}.ttf" for face in FACES for weight in ("Regular", "Bold"))
BROWSER_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


_execute_sql_flush = BaseDatabaseOperations.execute_sql_flush


def _empty(operations: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    """Emptying the test database after a test with real transactions: the one case where events may go."""
    protect.disarm(operations.connection)
    try:
        _execute_sql_flush(operations, sql_list)
    finally:
        protect.arm(operations.connection)


def pytest_configure(config: pytest.Config) -> None:
    """Cheap passwords and no waiting for the disk: neither is what the tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_hashers.cache_clear()  # whoever asked before this line holds the dear ones
    get_hashers_by_algorithm.cache_clear()
    options = settings.DATABASES["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    _empty_with_triggers_down()


def _empty_with_triggers_down() -> None:
    """Emptying the test database deletes events, which the database itself refuses: lower the triggers for that."""
    emptying = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        disarm(connection)
        try:
            emptying(self)
        finally:
            arm(connection)

    TransactionTestCase._fixture_teardown = teardown
    BaseDatabaseOperations.execute_sql_flush = _empty


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database is marked ``db``, so that the PostgreSQL run finds it by itself."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & _DATABASE_FIXTURES:
            item.add_marker(pytest.mark.db)
        if fixtures & {"browser", "page"}:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test that may not ask the database reads the data of the house alone, whatever an earlier test registered; from
    before its fixtures on, for some of them play whole stories."""
    asks = item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    held = local._sources
    local._sources = held if asks else []
    yield
    local._sources = [*held, *(s for s in local._sources if s not in held)]  # registered by an import meanwhile


def pytest_report_header() -> str:
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    return f"database: {engine}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What did not run, and why, by reason; before the closing line, where nobody can miss it."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = text.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    note = os.environ.get("ZHIHENG_TEST_NOTE")
    if not reasons and not note:
        return
    terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"!! {count} test(s): {reason}", red=True)
    if note:
        terminalreporter.line(f"!! {note}", red=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared statute texts and domain catalogues: ZHIHENG_SHARED, else ../shared."""
    place = Path(os.environ.get("ZHIHENG_SHARED") or ROOT.parent / "shared")
    if not (place / "law").is_dir():
        pytest.skip("the shared texts are not here (set ZHIHENG_SHARED)")
    return place


@pytest.fixture(scope="session")
def fonts() -> Path:
    """The folder with the four paper fonts."""
    place = Path(os.environ["ZHIHENG_FONTS"])
    if not all((place / name).is_file() for name in FONT_FILES):
        pytest.skip("the paper fonts are missing (make setup fetches them; or set ZHIHENG_FONTS)")
    return place


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """A system Chromium; None means the one Playwright fetched itself, when it did."""
    names = [os.environ.get("ZHIHENG_CHROMIUM") or "chromium", "chromium-browser", "google-chrome"]
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="session")
def browser_fonts(fonts: Path) -> str:
    """A fontconfig file that shows the browser our own Chinese fonts; the system needs none."""
    place = ROOT / "var/fontconfig"
    (place / "cache").mkdir(parents=True, exist_ok=True)
    generics = (("sans-serif", "Noto Sans SC"), ("system-ui", "Noto Sans SC"), ("serif", "Noto Serif SC"))
    prefer = "".join(
        f"<alias><family>{generic}</family><prefer><family>{ours}</family></prefer></alias>"
        for generic, ours in generics
    )
    (place / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>'
        f"<dir>{fonts}</dir>{prefer}<cachedir>{place / 'cache'}</cachedir>"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>\n',
        encoding="utf-8",
    )
    return str(place / "fonts.conf")


@pytest.fixture(scope="session")
def browser(chromium_path: str | None, browser_fonts: str) -> Iterator[Browser]:
    """One headless browser for the whole run."""
    # Playwright's loop lives in this thread; Django would otherwise refuse the database here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        if chromium_path is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no Chromium on this machine (install chromium, or set ZHIHENG_CHROMIUM)")
        # A Chromium that is there and does not start is a failure, not a skip.
        running = playwright.chromium.launch(
            executable_path=chromium_path,
            args=BROWSER_ARGUMENTS,
            env={**os.environ, "FONTCONFIG_FILE": browser_fonts},
        )
        yield running
        running.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens separate desks (one a person, each with its own session); all are closed at the end."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        settings_of_desk = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai",
                            "viewport": {"width": 1366, "height": 768}, **options}
        opened.append(browser.new_context(**settings_of_desk))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A fresh page at a fresh desk."""
    return new_context().new_page()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """``clock(moment)`` stops the house clock in every thread; it starts at the demo's Monday, 09:00."""

    def stop_at(moment: datetime) -> None:
        monkeypatch.setenv("ZHIHENG_NOW", moment.isoformat())

    stop_at(DEMO_NOW)
    return stop_at


@pytest.fixture
def demo_now() -> Iterator[datetime]:
    """It is 2026-11-23 09:00 in this thread."""
    with frozen(DEMO_NOW) as moment:
        yield moment
