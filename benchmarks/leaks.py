"""What the leak scan costs: ``python -m benchmarks.leaks [PAGES …]``.

A cold build of the reference corpus with a private folder of 5,000 made-up strings beside it. The cost of the scan is
measured inside the same build, so that the ratio does not hang on what else the machine does.
"""

from __future__ import annotations

import csv
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from generator.build import Workshop
from generator.config import Locations
from generator.privacy import LeakScan

from .corpus import AS_OF, make
from .ours import write_site

STRINGS = 5000
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文梅荣春燕兴德福珍凤云贵"


def main() -> int:
    """Print one line for each size."""
    for pages in map(int, sys.argv[1:] or ("3000", "10000")):
        with tempfile.TemporaryDirectory() as folder:
            print(_measured(Path(folder), pages))
    return 0


def _measured(folder: Path, pages: int) -> str:
    site, private = folder / "site", folder / "private"
    write_site(make(pages), site)
    write_people(private / "people.csv", STRINGS // 5)
    spent = [0.0, 0.0]
    look = LeakScan.problems

    def timed(self: LeakScan, *arguments: Any) -> Any:
        begun = _now()
        found = look(self, *arguments)
        spent[:] = [now - then for now, then in zip(_now(), begun, strict=True)]
        return found

    LeakScan.problems = timed  # type: ignore[method-assign]
    begun = _now()
    workshop = Workshop(Locations(site, site / "output", private=private), as_of=AS_OF)
    result = workshop.build()
    assert result.is_sound, result.problems
    workshop.publish(result)
    workshop.save()
    LeakScan.problems = look  # type: ignore[method-assign]
    shutil.rmtree(site)
    wall, cpu = (now - then for now, then in zip(_now(), begun, strict=True))
    return (
        f"{pages} pages, {len(result.artifacts)} files, {STRINGS} strings: cold build {wall:.1f} s, CPU {cpu:.1f} s; "
        f"scan {spent[0]:.2f} s ({spent[0] / (wall - spent[0]):.1%}), CPU {spent[1]:.2f} s "
        f"({spent[1] / (cpu - spent[1]):.1%})"
    )


def _now() -> tuple[float, float]:
    """Return the wall time, and the CPU time of this process and of its children, in seconds."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return time.perf_counter(), sum(use.ru_utime + use.ru_stime for use in uses)


def write_people(path: Path, count: int) -> None:
    """Write a list of made-up people, five strings each, whose years of birth belong to nobody."""
    pick = Random(20260630)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["姓名", "电话", "身份证", "家庭住址", "微信"])
        for _ in range(count):
            name = pick.choice(_FAMILY) + pick.choice(_GIVEN) + pick.choice(_GIVEN)
            number = f"4201062099{pick.randrange(1, 13):02}{pick.randrange(1, 29):02}{pick.randrange(10**4):04}"
            home = f"示例路{pick.randrange(1, 60)}栋{pick.randrange(1, 6)}单元{pick.randrange(101, 999)}室"
            rows.writerow([name, f"13{pick.randrange(10**9):09}", number, home, f"wx_{pick.randrange(16**6):06x}"])


if __name__ == "__main__":
    sys.exit(main())
