"""Playing a story on an executor, step by step, and saying in Chinese how each came out."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from zhiheng.kernel.clocks import state_of
from zhiheng.kernel.engine import judge, stage
from zhiheng.kernel.procedure import Act, Per, Procedure
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import FileView
from zhiheng.kernel.walk import signers
from zhiheng.law.scenario import MAIN, Did, Executor, FileSpec, Finding, Step, Story, _moment, names_it
from zhiheng.law.scenario_facts import complete


class Player:
    """Plays one story. ``rules`` are those of the story's place."""

    def __init__(self, story: Story, rules: Rules, executor: Executor) -> None:
        self.story, self.rules, self.executor = story, rules, executor
        self.at = _moment(next((s.raw.get("on", s.raw.get("at")) for s in story.steps
                                if s.raw.get("on", s.raw.get("at"))), "2026-11-23"))
        self.kinds: Mapping[str, Callable[[Step], Finding]] = {
            "do": self._do, "try": self._try, "due": self._due, "released": self._released, "sign": self._sign,
            "returned": self._returned, "stage": self._stage, "available": self._available}

    def run(self) -> Iterator[Finding]:
        """Every step in order. When an act of the story fails, what would build on it is not played."""
        self.executor.begin(self.story)
        for number, step in enumerate(self.story.steps, 1):
            self.at = step.at(self.at + timedelta(minutes=1))
            found = self._one(step)
            yield found
            left = len(self.story.steps) - number
            if not found.ok and step.kind in ("do", "sign", "released", "returned") and left:
                yield Finding(step, f"其后 {left} 步没有走", "前面的步骤没有办成")
                return

    def _one(self, step: Step) -> Finding:
        try:
            return self.kinds[step.kind](step)
        except (KeyError, StopIteration) as fault:
            return Finding(step, self._head(step), str(fault.args[0]) if fault.args else "做不到")

    # --- what a step names ----------------------------------------------------------------------------------------

    def _file(self, step: Step) -> FileSpec:
        alias = str(step.raw.get("file", MAIN if MAIN in self.story.files else next(iter(self.story.files))))
        if alias not in self.story.files:
            raise KeyError(f"没有案卷「{alias}」")
        return self.story.files[alias]

    def _procedure(self, file: FileSpec) -> Procedure:
        if file.procedure not in self.rules.procedures:
            raise KeyError(f"没有程序「{file.procedure}」")
        return self.rules.procedures[file.procedure]

    def _view(self, file: FileSpec) -> FileView | None:
        return self.executor.view(file, self.at)

    def _keys(self, view: FileView | None, step: Step) -> tuple[str, ...]:
        named = step.raw.get("for")
        if named is None:
            return ()
        found = []
        for one in [named] if isinstance(named, str) else named:
            subject = next((s for s in view.subjects if one in (s.key, s.name)), None) if view else None
            if subject is None:
                raise KeyError(f"案卷里没有对象「{one}」")
            found.append(subject.key)
        return tuple(found)

    def _head(self, step: Step) -> str:
        try:
            act = self._procedure(self._file(step)).act(str(step.raw.get("act", step.target))).zh
        except KeyError:
            act = step.target
        who = f" {step.raw['for']}" if step.raw.get("for") else ""
        return f"{self.at:%Y-%m-%d} {act}{who}"

    # --- kinds of steps ------------------------------------------------------------------------------------------

    def _perform(self, step: Step) -> tuple[Act, Did]:
        file = self._file(step)
        act = self._procedure(file).act(step.target)
        view = self._view(file)
        keys = self._keys(view, step) or self._all(act, view)
        by = self._by(step, act, view)
        actor = self.story.person(by)
        given = {**self.story.defaults.get(act.id, {}), **(step.raw.get("facts") or {})}
        shown = view or self._blank(file)
        facts = complete(self.rules, shown, act, given, key=keys[0] if keys else None, actor=actor, at=self.at,
                         fill=step.raw.get("fill", True))
        happened = _moment(step.raw["happened"]) if step.raw.get("happened") else None
        did = self.executor.perform(file, act.id, facts, actor.id, keys, self.at, happened)
        if did.done and did.draft is not None:
            did = self._sign_all(file, did, step)
        return act, did

    def _blank(self, file: FileSpec) -> FileView:
        people = {p.id: p for p in self.story.people}
        return FileView("新案卷", file.procedure, (), (), people, self.at, self.at, attrs=self.story.register)

    def _all(self, act: Act, view: FileView | None) -> tuple[str, ...]:
        """Without ``for`` an act is done for the one subject there is, or for all of them together."""
        if act.per is Per.FILE or view is None:
            return ()
        return tuple(s.key for s in view.of_kind(act.per.value))

    def _by(self, step: Step, act: Act, view: FileView | None) -> str:
        if step.raw.get("by"):
            return str(step.raw["by"])
        officers = view.officers() if view else ()
        if {"handler", "officer"} & set(act.by):
            return officers[0] if officers else next(p.id for p in self.story.people if "officer" in p.roles)
        return next(p.id for p in self.story.people if set(act.by) & p.roles)

    def _sign_all(self, file: FileSpec, did: Did, step: Step) -> Did:
        """The rest of the route: the named people, or the first of the cast whose step it is."""
        assert did.draft is not None
        named = step.raw.get("signed_by")
        if named is not None:
            people = [self.story.person(n) for n in named]
        else:
            view = self._view(file)
            assert view is not None
            draft = next(d for d in view.drafts() if d.seq == did.draft)
            people = list(signers(self._procedure(file), view, draft, self.story.people))
        for person in people:
            did = self.executor.sign(file, did.draft or 0, person.id, self.at)
            if not did.done or did.effective:
                break
        return did

    def _do(self, step: Step) -> Finding:
        act, did = self._perform(step)
        fault = _why(did)
        if not fault and not did.effective and "signed_by" not in step.raw:
            fault = "会签没有走完：没有人可以签署下一步"
        if not fault:
            fault = _missing(step.raw.get("warned"), did.warnings, "没有出现提醒")
        return Finding(step, self._head(step), fault, did.refused + did.warnings, act.id)

    def _try(self, step: Step) -> Finding:
        with self.executor.trial():
            act, did = self._perform(step)
        head = f"试：{self._head(step)}"
        if step.raw.get("allowed"):
            return Finding(step, f"{head} → 可以", _why(did), did.refused + did.warnings, act.id)
        expected = [str(x) for x in step.raw.get("refused") or []]
        if did.done:
            return Finding(step, head, "没有被拒绝", (), act.id)
        if did.errors:
            missing = [x for x in expected if not any(x in e.path or x in e.says for e in did.errors)]
            return Finding(step, f"{head} → 拒绝", f"填写有误：{did.errors[0].path} {did.errors[0].says}" if missing else "",
                           (), act.id)
        fault = _missing(expected, did.refused, "没有因此被拒绝")
        return Finding(step, f"{head} → 拒绝（{'；'.join(o.says for o in did.refused)}）", fault,
                       did.refused + did.warnings, act.id)

    def _sign(self, step: Step) -> Finding:
        file = self._file(step)
        view = self._view(file)
        drafts = view.travelling(step.target) if view else ()
        if not drafts:
            raise KeyError(f"没有会签中的「{step.target}」")
        expected = step.raw.get("refused")
        person = self.story.person(str(step.raw["by"]))
        did = self.executor.sign(file, drafts[-1].seq, person.id, self.at)
        head = f"{self._head(step)} · {person.name}签署"
        if expected is None:
            return Finding(step, head, _why(did), did.refused, step.target)
        fault = "没有被拒绝" if did.done else _missing([str(x) for x in expected], did.refused, "没有因此被拒绝")
        return Finding(step, f"{head} → 拒绝", fault, did.refused, step.target)

    def _returned(self, step: Step) -> Finding:
        file = self._file(step)
        view = self._view(file)
        drafts = view.travelling(step.target) if view else ()
        if not drafts:
            raise KeyError(f"没有会签中的「{step.target}」")
        person = self.story.person(str(step.raw["by"]))
        did = self.executor.send_back(file, drafts[-1].seq, person.id, str(step.raw.get("reason", "")), self.at)
        return Finding(step, f"{self._head(step)} · {person.name}退回", _why(did), (), step.target)

    def _released(self, step: Step) -> Finding:
        file = self._file(step)
        act = str(step.raw["act"])
        keys = self._keys(self._view(file), step)
        person = self.story.person(str(step.raw["by"]))
        did = self.executor.release(file, act, step.target, person.id, str(step.raw.get("reason", "")),
                                    keys[0] if keys else None, self.at)
        head = f"{self._head(step)} · {person.name}放行 {step.target}"
        if step.raw.get("refused"):
            return Finding(step, f"{head} → 拒绝", "没有被拒绝" if did.done else "", (), act)
        return Finding(step, head, _why(did), (), act)

    def _due(self, step: Step) -> Finding:
        file = self._file(step)
        view = self._view(file)
        clock = self._procedure(file).clock(step.target)
        if view is None:
            raise KeyError("案卷还没有建立")
        keys: Sequence[str | None] = self._keys(view, step) or (None,)
        found = state_of(clock, view, keys[0], self.rules.term, self.rules.calendar, self.at)
        whose = f" {step.raw['for']}" if step.raw.get("for") else ""
        head = f"{self.at:%Y-%m-%d} 时限「{clock.zh}」{whose}"
        wanted = step.raw.get("expect")
        if wanted == "none":
            return Finding(step, f"{head} 未起算", "" if found is None else "已经起算")
        if found is None:
            return Finding(step, head, "没有起算")
        on = found.due.on.isoformat() if found.due and found.due.on else None
        faults = []
        if wanted is not None and on != str(wanted)[:10]:
            faults.append(f"应为 {wanted}，算得 {on}")
        if step.raw.get("state") and found.state != step.raw["state"]:
            faults.append(f"状态应为 {step.raw['state']}，是 {found.state}")
        if "provisional" in step.raw and bool(found.due and found.due.provisional) != step.raw["provisional"]:
            faults.append("暂定标记不符")
        return Finding(step, f"{head} {on or '无日期'}（{found.state}）", "；".join(faults))

    def _stage(self, step: Step) -> Finding:
        file = self._file(step)
        view = self._view(file)
        now = stage(self._procedure(file), view).id if view else ""
        return Finding(step, f"{self.at:%Y-%m-%d} 阶段 {now}", "" if now == step.target else f"应为 {step.target}，是 {now}")

    def _available(self, step: Step) -> Finding:
        """``available: act`` with ``expect: true|false``: whether the act may be begun, facts left aside."""
        file = self._file(step)
        view = self._view(file)
        if view is None:
            raise KeyError("案卷还没有建立")
        keys = self._keys(view, step)
        found = judge(self.rules, view, step.target, subject=keys[0] if keys else None, at=self.at)
        wanted = bool(step.raw.get("expect", True))
        fault = "" if found.lawful == wanted else "；".join(o.says for o in found.obstacles) or "可以办理"
        return Finding(step, f"{self._head(step)} {'可以' if wanted else '不可以'}办理", fault, found.obstacles, step.target)


def _why(did: Did) -> str:
    if did.errors:
        return "填写有误：" + "；".join(f"{e.path} {e.says}" for e in did.errors)
    return "；".join(f"{o.says}〔{o.gate}〕" for o in did.refused)


def _missing(expected: Any, found: Sequence[Any], words: str) -> str:
    absent = [x for x in (expected or []) if not any(names_it(str(x), o) for o in found)]
    return f"{words}：{'、'.join(map(str, absent))}（实有 {'、'.join(o.gate for o in found) or '无'}）" if absent else ""


def play(story: Story, rules: Rules, executor: Executor) -> list[Finding]:
    """The whole story at once."""
    return list(Player(story, rules, executor).run())

