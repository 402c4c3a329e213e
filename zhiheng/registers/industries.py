"""The catalogue of industries (国民经济行业分类): codes of two to four figures under sections, found by code or words.

A bureau imports the list of four levels that it works by; what a fresh house knows by itself are the sections and the 97
divisions of GB/T 4754-2017, so that a division can always be chosen. Pure: rows in, answers out.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_DIVISIONS = """
A 农、林、牧、渔业|
01农业 02林业 03畜牧业 04渔业 05农、林、牧、渔专业及辅助性活动
B 采矿业|
06煤炭开采和洗选业 07石油和天然气开采业 08黑色金属矿采选业 09有色金属矿采选业 10非金属矿采选业
11开采专业及辅助性活动 12其他采矿业
C 制造业|
13农副食品加工业 14食品制造业 15酒、饮料和精制茶制造业 16烟草制品业 17纺织业 18纺织服装、服饰业
19皮革、毛皮、羽毛及其制品和制鞋业 20木材加工和木、竹、藤、棕、草制品业 21家具制造业 22造纸和纸制品业
23印刷和记录媒介复制业 24文教、工美、体育和娱乐用品制造业 25石油、煤炭及其他燃料加工业
26化学原料和化学制品制造业 27医药制造业 28化学纤维制造业 29橡胶和塑料制品业 30非金属矿物制品业
31黑色金属冶炼和压延加工业 32有色金属冶炼和压延加工业 33金属制品业 34通用设备制造业 35专用设备制造业
36汽车制造业 37铁路、船舶、航空航天和其他运输设备制造业 38电气机械和器材制造业
39计算机、通信和其他电子设备制造业 40仪器仪表制造业 41其他制造业 42废弃资源综合利用业
43金属制品、机械和设备修理业
D 电力、热力、燃气及水生产和供应业|
44电力、热力生产和供应业 45燃气生产和供应业 46水的生产和供应业
E 建筑业|
47房屋建筑业 48土木工程建筑业 49建筑安装业 50建筑装饰、装修和其他建筑业
F 批发和零售业|
51批发业 52零售业
G 交通运输、仓储和邮政业|
53铁路运输业 54道路运输业 55水上运输业 56航空运输业 57管道运输业 58多式联运和运输代理业
59装卸搬运和仓储业 60邮政业
H 住宿和餐饮业|
61住宿业 62餐饮业
I 信息传输、软件和信息技术服务业|
63电信、广播电视和卫星传输服务 64互联网和相关服务 65软件和信息技术服务业
J 金融业|
66货币金融服务 67资本市场服务 68保险业 69其他金融业
K 房地产业|
70房地产业
L 租赁和商务服务业|
71租赁业 72商务服务业
M 科学研究和技术服务业|
73研究和试验发展 74专业技术服务业 75科技推广和应用服务业
N 水利、环境和公共设施管理业|
76水利管理业 77生态保护和环境治理业 78公共设施管理业 79土地管理业
O 居民服务、修理和其他服务业|
80居民服务业 81机动车、电子产品和日用产品修理业 82其他服务业
P 教育|
83教育
Q 卫生和社会工作|
84卫生 85社会工作
R 文化、体育和娱乐业|
86新闻和出版业 87广播、电视、电影和录音制作业 88文化艺术业 89体育 90娱乐业
S 公共管理、社会保障和社会组织|
91中国共产党机关 92国家机构 93人民政协、民主党派 94社会保障 95群众团体、社会团体和其他成员组织
96基层群众自治组织及其他组织
T 国际组织|
97国际组织
"""
Levels = tuple[str, ...]


@dataclass(frozen=True)
class Industry:
    """One code with the names from its section down to itself; a level that repeats the one above is left out."""

    code: str
    levels: Levels

    @property
    def name(self) -> str:
        return self.levels[-1]

    @property
    def path(self) -> str:
        return " › ".join(self.levels)


class Catalogue:
    """Codes of one edition. ``source`` says which."""

    def __init__(self, rows: Iterable[tuple[str, Sequence[str]]], source: str) -> None:
        self.source = source
        self._rows = {code: Industry(code, _once(levels)) for code, levels in rows}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, code: str) -> Industry | None:
        """The industry of a code. A code with zeros at its end stands for the level above it, as lists write it."""
        return self._rows.get(code.strip())

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for row in self._rows.values():
            for at, name in enumerate(row.levels):
                if at and (at == len(row.levels) - 1):
                    found.setdefault(_plain(name), set()).add(row.code)
        return {name: tuple(sorted(codes)) for name, codes in found.items()}

    def code_of(self, word: str) -> str:
        """The code a word stands for; "" when it is nobody's name or that of several."""
        codes = self.candidates(word)
        return codes[0] if len(codes) == 1 else ""

    def candidates(self, word: str) -> tuple[str, ...]:
        """Codes with exactly this name; of codes that are one line of the tree (2000, 2010) the widest."""
        codes = self._by_name.get(_plain(word), ())
        heads = {c.rstrip("0") or c for c in codes}
        widest = [c for c in codes if not any((c.rstrip("0") or c) != h and (c.rstrip("0") or c).startswith(h) for h in heads)]
        return tuple(widest)

    def find(self, text: str, limit: int = 30) -> tuple[Industry, ...]:
        """By the head of a code, or by words that all stand in the names; own names before names above."""
        asked = text.strip()
        if re.fullmatch(r"[A-Ta-t]?\d{1,4}", asked):
            figures = asked.lstrip("ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst")
            return tuple(self._rows[c] for c in sorted(self._rows) if c.startswith(figures))[:limit]
        words = [w for w in re.split(r"[\s、,，;；]+", asked) if w]
        if not words:
            return ()
        hits = [r for r in self._rows.values() if all(any(w in name for name in r.levels) for w in words)]
        return tuple(sorted(hits, key=lambda r: (not all(w in r.name for w in words), len(r.name), r.code))[:limit])


def _once(levels: Sequence[str]) -> Levels:
    return tuple(name for at, name in enumerate(levels) if name and (at == 0 or name != levels[at - 1]))


def _plain(name: str) -> str:
    return re.sub(r"[\s、，,（）()]+", "", name).removesuffix("业")


def divisions() -> Catalogue:
    """The sections and divisions that every house knows."""
    rows = []
    section = ""
    for line in _DIVISIONS.strip().splitlines():
        if line.endswith("|"):
            section = line[2:-1]
        else:
            rows += [(item[:2], (section, item[2:])) for item in line.split()]
    return Catalogue(rows, "GB/T 4754-2017 门类和大类")


def faults(rows: Sequence[Sequence[str]]) -> list[str]:
    """Why rows (code, section, division, group, class) are no catalogue, each naming its row; empty when they are."""
    said: list[str] = []
    seen: dict[str, int] = {}
    for at, row in enumerate(rows, 1):
        code = row[0] if row else ""
        if len(row) != 5 or not re.fullmatch(r"\d{4}", code):
            said.append(f"第 {at} 行：行业编号“{code}”应为四位数字，并有门类、大类、中类、小类四级名称")
        elif not all(str(name).strip() for name in row[1:]):
            said.append(f"第 {at} 行：{code} 缺少某一级的名称")
        elif code in seen:
            said.append(f"第 {at} 行：{code} 与第 {seen[code]} 行重复")
        seen.setdefault(code, at)
    return said if rows else ["没有一行行业"]


def imported(rows: Sequence[Sequence[str]], source: str) -> Catalogue:
    """A catalogue of four levels; the divisions are known by their two figures as well."""
    whole = [(row[0], tuple(row[1:])) for row in rows]
    twos: dict[str, tuple[str, ...]] = {}
    for code, levels in whole:
        twos.setdefault(code[:2], levels[:2])
    return Catalogue([*twos.items(), *whole], source)
