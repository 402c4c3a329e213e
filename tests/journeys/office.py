"""A bureau at work in real browsers: a desk a person, one clock for all, and nothing that happens there unseen."""
from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.journeys.filling import empty, fill, put
from tests.web import story
from tests.web.story import PASSWORD, PIN, Bureau, moment
from zhiheng.actions import rulebook
from zhiheng.kernel.facts import FieldSpec
from zhiheng.kernel.procedure import Act
from zhiheng.law.scenario_facts import complete, sample
from zhiheng.records.models import File
from zhiheng.records.queries.view import load_view

SIGNERS = {"handler": ("li",), "second": ("wang",), "section_head": ("zhang",), "legal_reviewer": ("zhou",),
           "bureau_head": ("chen", "gao", "lin")}
PHONE = {"viewport": {"width": 390, "height": 844}}


class Office:
    """The people of the story at their desks. ``faults`` collects whatever a browser complained of."""

    def __init__(self, bureau: Bureau, url: str, clock: Callable[[datetime], None],
                 new_context: Callable[..., BrowserContext]) -> None:
        self.bureau, self.url, self._clock, self._new = bureau, url, clock, new_context
        self.faults: list[str] = []
        self.seen: dict[str, str] = {}
        self._desks: dict[tuple[str, str], Desk] = {}
        place = os.environ.get("ZHIHENG_SHOTS")
        self.shots = Path(place) if place else None

    def at(self, text: str) -> None:
        """It is now ``2026-10-12`` (10:00) or ``2026-10-12 14:30`` for everybody."""
        self._clock(moment(text))

    def desk(self, who: str, name: str = "desk", **options: Any) -> Desk:
        """The desk of a person, logged in through the login page the first time."""
        slot = (who, name)
        if slot not in self._desks:
            desk = self.stranger(**options)
            desk.who = who
            desk.log_in(who)
            self._desks[slot] = desk
        return self._desks[slot]

    def stranger(self, **options: Any) -> Desk:
        """A browser nobody has logged in with."""
        page = self._new(**options).new_page()
        page.set_default_timeout(20_000)
        desk = Desk(self, page)
        page.on("console", lambda m: self._said(desk, m))
        page.on("pageerror", lambda e: self.faults.append(f"{page.url}: {e}"))
        page.on("response", lambda r: self.faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        return desk

    def _said(self, desk: Desk, message: ConsoleMessage) -> None:
        if message.type == "error" and not desk.expects_refusal(message.text):
            self.faults.append(f"{desk.page.url}: {message.text}")

    def sign(self, no: str, roles: tuple[str, ...], *, by: str = "li", shared_device: bool = False) -> None:
        """Let the rest of a route sign, each with his own login; the second officer on the shared device if so asked."""
        used: set[str] = {by}
        for role in roles:
            who = next(p for p in SIGNERS[role] if p not in used)
            used.add(who)
            at = "li" if shared_device and role == "second" else who
            self.desk(at).sign(no, signer=who)


class Desk:
    """One browser of one person."""

    def __init__(self, office: Office, page: Page) -> None:
        self.office, self.page, self.who = office, page, ""

    # --- moving about ---------------------------------------------------------------------------------------------

    def expects_refusal(self, text: str) -> bool:
        """A browser notes every answer of 4xx: refusals in words are wanted here, missing parts are not."""
        return any(f"status of {code}" in text for code in (403, 409, 422, 429))

    def go(self, path: str) -> Page:
        """Open a page of the house; what it answers must be a page."""
        answer = self.page.goto(self.office.url + path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        if self.who:
            self.office.seen.setdefault(path, self.who)
        return self.page

    def file(self, no: str) -> Page:
        return self.go(f"/files/{no}/")

    def log_in(self, who: str, password: str = PASSWORD) -> None:
        self.page.goto(f"{self.office.url}/login/")
        self.page.get_by_label("账号").fill(who)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()

    def shot(self, name: str, full: bool = True) -> None:
        """A picture to look at, when somebody wants to (ZHIHENG_SHOTS)."""
        if self.office.shots is not None:
            self.office.shots.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.office.shots / f"{name}.png", full_page=full)

    # --- acts -----------------------------------------------------------------------------------------------------

    def open_act(self, no: str, act: str, subject: str = "") -> Act:
        """The form of an act; answers its declaration."""
        self.go(f"/files/{no}/acts/{act}/{f'?subject={subject}' if subject else ''}")
        file = File.objects.select_related("agency").get(no=no)
        return rulebook.rules_for(file.agency).procedures[file.procedure].act(act)

    def fill_new(self, procedure: str, act: str, given: Mapping[str, Any]) -> None:
        """The form of a file that does not exist yet, which stands open: type what is given."""
        declared = rulebook.rules_for(self.office.bureau.agency).procedures[procedure].act(act)
        fill(self.page, declared.fields, given)

    def type_in(self, no: str, act: Act, subject: str, given: Mapping[str, Any]) -> None:
        """Type what is given, then whatever is required and still empty as its good example says."""
        fill(self.page, act.fields, given)
        missing = [s for s in act.fields if s.required and s.name not in given and empty(self.page, s)]
        for spec in missing:
            put(self.page, spec, spec.name, self._example(no, act, subject, spec))

    def _example(self, no: str, act: Act, subject: str, spec: FieldSpec) -> Any:
        file = File.objects.select_related("agency", "enterprise").get(no=no)
        rules = rulebook.rules_for(file.agency)
        view = load_view(file, rules.procedures, now=story_now(), people=set(story.PEOPLE))
        made = complete(rules, view, act, {}, key=subject or None, actor=view.people.get(self.who), at=story_now())
        return made.get(spec.name) if made.get(spec.name) is not None else sample(spec, view, story_now(), None)

    def send(self) -> None:
        """Press the main button."""
        with self.page.expect_navigation():
            self.page.locator("[data-form] button[data-main], form[data-act] button[data-main]").first.click()

    def confirm(self, pin: str = PIN) -> None:
        """Read what will follow and sign with one's own PIN."""
        self.page.locator("#confirm").get_by_label("本人签名口令").fill(pin)
        self.send()

    def submit(self) -> str:
        """Press the main button, confirm where a signature is due; answers what the house says."""
        self.send()
        if self.page.locator("#confirm").count():
            self.confirm()
        said = self.page.locator("#messages").inner_text().strip()
        assert "/acts/" not in self.page.url and "/new/" not in self.page.url, self.complaints()
        return said

    def complaints(self) -> str:
        """Everything the page objects to, in its own words."""
        found = self.page.locator("[role=alert], .err, #why .gate, .refused").all_inner_texts()
        return f"{self.page.url}\n" + "\n".join(t.strip() for t in found)

    def do(self, no: str, act: str, subject: str = "", *, shared_device: bool = False, shot: str = "",
           **facts: Any) -> str:
        """One whole act: form, submission, every signature of its route. Answers the last message seen."""
        declared = self.open_act(no, act, subject)
        self.type_in(no, declared, subject, facts)
        if shot:
            self.shot(shot)
        said = self.submit()
        roles = tuple(s.role for s in declared.route)[1:]
        self.office.sign(no, roles, by=self.who, shared_device=shared_device)
        return said

    def sign(self, no: str, signer: str = "", pin: str = PIN) -> str:
        """Sign the draft that travels, found on the page of the file."""
        self.file(no)
        with self.page.expect_navigation():
            self.page.locator('#drafts [data-state="travelling"] a[href*="/drafts/"]').first.click()
        self.office.seen.setdefault(self.page.url.removeprefix(self.office.url), self.who)
        form = self.page.locator('form[data-act^="sign:"]')
        form.locator(f'input[name="signer"][value="{signer or self.who}"]').check()
        form.get_by_label("本人签名口令").fill(pin)
        with self.page.expect_navigation():
            form.get_by_role("button", name="签署").click()
        said = self.page.locator("#messages").inner_text().strip()
        assert "已签署" in said, self.complaints()
        return said

    # --- looking --------------------------------------------------------------------------------------------------

    def gates(self, act: str) -> dict[str, str]:
        """The why-not block of an act on the present page: gate → its words with articles."""
        block = self.page.locator(f'[data-part="why-not"][data-act="{act}"]')
        block.evaluate_all("all => all.forEach(b => { for (let e = b; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true })")
        return {str(g.get_attribute("data-gate")): g.inner_text() for g in block.locator("[data-gate]").all()}

    def wide(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


def facts_of(bureau: Bureau, no: str, act: str, given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """All facts of an act of a file: what is given, what the form brings along, examples for the rest."""
    file = File.objects.select_related("agency", "enterprise").get(no=no)
    rules = rulebook.rules_for(file.agency)
    view = load_view(file, rules.procedures, now=at, people=set(story.PEOPLE))
    return complete(rules, view, rules.procedures[file.procedure].act(act), given, key=None, actor=view.people["li"], at=at)


def story_now() -> datetime:
    """The clock of the house."""
    from_env = os.environ["ZHIHENG_NOW"]
    return datetime.fromisoformat(from_env)
