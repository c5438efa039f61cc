"""Write the holiday schedule of the baseline pack from the published schedules in `chinesecalendar`.

Usage: python tools/calendars.py. Days are copied as published, weekends inside a holiday included; nothing is
computed here. The regional days in `packs/yunnan/calendars/regional.csv` are kept by hand: see the README
there.
"""

import csv
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

TARGET = Path(__file__).parents[1] / "packs" / "national" / "calendars" / "holidays.csv"
CHINESE = {holiday.value: holiday.chinese for holiday in Holiday}


def main() -> int:
    source = f"国务院办公厅节假日安排，据 chinesecalendar {version('chinesecalendar')}"
    listed: dict[date, tuple[str, str]] = {day: ("holiday", CHINESE[name]) for day, name in holidays.items()}
    listed |= {day: ("make_up", CHINESE[name]) for day, name in workdays.items()}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "kind", "name", "source"])
        writer.writerows([day.isoformat(), *listed[day], source] for day in sorted(listed))
    print(f"{TARGET.name}: {len(listed)} days, {min(listed).year}–{max(listed).year}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
