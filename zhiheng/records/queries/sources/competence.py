"""Facts of the registers about which agency has a matter. Names: firsts, house, matters, head_paths, superior_name,
handed_to_us, own_cases, material_names."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Evidence, File, Mandate, Paper
from zhiheng.records.queries import competence as ask
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.sources.registry import source


class Asked(Mapping[str, Any]):
    """A mapping that asks for each name once, when it is looked at; it knows no list of its names."""

    def __init__(self, of: Callable[[str], Any]) -> None:
        self._of, self._known = of, dict[str, Any]()

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._of(name)
        if self._known[name] is None:
            raise KeyError(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __bool__(self) -> bool:
        return True  # nothing asked yet does not mean nothing known


@source("firsts")
def firsts(file: File, moment: datetime) -> Mapping[str, Any]:
    """What other agencies of the house began about the enterprise ("") or a named unit; two queries a name."""
    return Asked(lambda name: ask.begun_elsewhere(file.agency, file.procedure, enterprise_id=file.enterprise_id if not name else None,
                                                  name=name, unless=file.pk, moment=moment))


@source("house")
def house(file: File, moment: datetime) -> Mapping[str, Any]:
    """The agencies of the tree by code: {"name", "path", "phone"}."""
    return {a.code: {"name": a.name, "path": a.path, "phone": a.phone} for a in ask.tree_of(file.agency)}


@source("matters")
def matters(file: File, moment: datetime) -> Mapping[str, Any]:
    """Files of the house by number: {"code", "name", "path", "decided"}."""
    def known(no: str) -> dict[str, Any] | None:
        row = File.objects.select_related("agency").filter(
            no=no, agency__path__startswith=ask.root(file.agency)).first() if no else None
        return {"code": row.agency.code, "name": row.agency.name, "path": row.agency.path,
                "decided": row.penalties.exists()} if row else None
    return Asked(known)


@source("head_paths")
def head_paths(file: File, moment: datetime) -> Mapping[str, Any]:
    """For a person: the places in the tree of agencies where he is a leader."""
    day = moment.astimezone(TZ).date()
    return Asked(lambda who: list(Mandate.objects.filter(
        in_force(day), person=who, role="bureau_head").values_list("agency__path", flat=True)))


@source("superior_name")
def superior_name(file: File, moment: datetime) -> str:
    parent = file.agency.parent
    return parent.name if parent else file.agency.superior


@source("handed_to_us")
def handed_to_us(file: File, moment: datetime) -> list[dict[str, Any]]:
    """Transfers that wait for this agency; one about the same enterprise first."""
    return sorted(ask.waiting_transfers([file.agency.code]), key=lambda r: r["enterprise"] != file.enterprise_id)


@source("own_cases")
def own_cases(file: File, moment: datetime) -> list[dict[str, Any]]:
    """Open cases of the same agency about the same enterprise or party, to which this one could be joined."""
    return ask.joinable_cases(file)


@source("material_names")
def material_names(file: File, moment: datetime) -> list[str]:
    """Papers and evidence of the file, as the list of materials names them."""
    if file.pk is None:
        return []
    papers = [f"{zh}{f' {no}' if no else ''}" for zh, no in
              Paper.objects.filter(file=file, status="frozen").order_by("order", "pk").values_list("zh", "no")]
    return papers + [f"证据 {key} {title}" for key, title in
                     Evidence.objects.filter(file=file).order_by("pk").values_list("key", "title")]
