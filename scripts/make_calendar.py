"""Write zhiheng/law/data/calendar.yaml from the chinesecalendar package.

Run once when a new notice is published (usually in November):  python scripts/make_calendar.py
The result is data of this project from then on: it is reviewed against the notice and committed.
"""
from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import yaml

TARGET = Path(__file__).parents[1] / "zhiheng/law/data/calendar.yaml"

# The notice of the General Office of the State Council for each year, and later changes to it.
NOTICES = {
    2019: ("国办发明电〔2018〕15号", "国办发明电〔2019〕3号（劳动节调整）"),
    2020: ("国办发明电〔2019〕16号", "国办发明电〔2020〕1号（春节假期延长至2月2日）"),
    2021: ("国办发明电〔2020〕27号",),
    2022: ("国办发明电〔2021〕11号",),
    2023: ("国办发明电〔2022〕16号",),
    2024: ("国办发明电〔2023〕7号",),
    2025: ("国办发明电〔2024〕12号",),
    2026: ("国办发明电〔2025〕7号",),
}
NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节",
}
ONE = timedelta(days=1)


class Plain(yaml.SafeDumper):
    """Writes every date out instead of pointing back at an earlier one."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def year_entry(year: int) -> dict[str, object]:
    """Holidays as spans (name, first, last) and make-up working days of one year."""
    spans: list[dict[str, object]] = []
    workdays: list[date] = []
    day = date(year, 1, 1)
    while day.year == year:
        off, name = chinese_calendar.get_holiday_detail(day)
        if off and name:
            zh = NAMES[name]
            if spans and spans[-1]["name"] == zh and spans[-1]["to"] == day - ONE:
                spans[-1]["to"] = day
            else:
                spans.append({"name": zh, "from": day, "to": day})
        elif not off and day.weekday() >= 5:
            workdays.append(day)
        day += ONE
    return {"source": list(NOTICES[year]), "holidays": spans, "workdays": workdays}


def main() -> None:
    head = (
        "# Holidays and make-up working days as announced by the General Office of the State Council.\n"
        "# Spans include the weekends inside a holiday. Made by scripts/make_calendar.py, checked by tests.\n"
    )
    data = {"version": "2025-11-04", "years": {year: year_entry(year) for year in sorted(NOTICES)}}
    body = yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False)
    TARGET.write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main()
