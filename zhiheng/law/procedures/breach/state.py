"""Where each one stands: read from the events, shared by gates, prefills and effects."""
from __future__ import annotations

from datetime import date

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.kernel.view import Event, FileView

REMOVING = ("expire", "revoke_listing")


def removed(view: FileView, key: str | None) -> Event | None:
    """The act that took this one off the list for now; None while listed or never listed."""
    found = [e for a in REMOVING for e in view.done(a, key)]
    found += [e for e in view.done("decide_removal", key) if e.facts.get("decision") == "granted"]
    last = max(found, key=lambda e: e.seq, default=None)
    again = view.last("restore", key)
    return None if last is None or (again is not None and again.seq > last.seq) else last


def listing(view: FileView, key: str | None) -> Event | None:
    """The act by which this one stands on the list now: the decision, or the restoration after a deceit."""
    decided = view.last("list_party", key)
    if decided is None or removed(view, key) is not None:
        return None
    return view.last("restore", key) or decided


def listed_on(view: FileView, key: str | None) -> date | None:
    """The first day on the list as it stands."""
    found = listing(view, key)
    return found.occurred_at.date() if found else None


def until(s: Situation, start: date) -> date:
    """The last day of the three years that begin on a day."""
    found = due(s.rules.term("dishonesty_period", start), start, s.rules.calendar).on
    assert found is not None
    return found


def early_from(s: Situation, start: date) -> date:
    """The day on which twelve months on the list are full."""
    found = due(s.rules.term("dishonesty_early_removal", start), start, s.rules.calendar).on
    assert found is not None
    return found


def pending(view: FileView, key: str | None) -> Event | None:
    """The application that has neither been refused nor decided."""
    asked = view.last("apply_removal", key)
    if asked is None:
        return None
    for act in ("decide_removal", "revoke_listing", "expire"):
        done = view.last(act, key)
        if done is not None and done.seq > asked.seq:
            return None
    answer = view.last("accept_removal", key)
    shut = answer is not None and answer.seq > asked.seq and answer.facts.get("outcome") == "rejected"
    return None if shut else asked


def accepted(view: FileView, key: str | None) -> Event | None:
    """The acceptance of the pending application."""
    asked, answer = pending(view, key), view.last("accept_removal", key)
    good = asked and answer and answer.seq > asked.seq and answer.facts.get("outcome") == "accepted"
    return answer if good else None


def service(view: FileView, key: str | None, document: str, since: Event | None) -> Event | None:
    """The service of a paper on this one after the act that made it."""
    found = [e for e in view.done("serve", key) if document in (e.facts.get("documents") or ())
             and (since is None or e.seq > since.seq)]
    return found[-1] if found else None


def fraud_on(view: FileView, key: str | None) -> date | None:
    """The day a deceit in an application was found out."""
    found = view.last("restore", key)
    return (as_date(found.facts, "found_on") or found.occurred_at.date()) if found else None
