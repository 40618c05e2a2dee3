"""Reference data of the size of NVD's: seconds to ask about 300 components, import rate, peak memory.

300,000 made vulnerabilities in the form of NVD's yearly files, and the same in the form of the CVE List's ZIP; 40,000
products, of which a few have thousands (as the Linux kernel has). The limit for the query is 1 second.
"""

import gc
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from statistics import median

from _measure import quiet
from cupel.reference.reference import Reference

VULNERABILITIES = 300_000
PRODUCTS = 40_000
COMPONENTS = 300
LIMIT = 1.0
ROUNDS = 9
YEARS = 25
PROSE = "A text of the length that such records have, which cupel does not keep. " * 6


def product(number: int) -> str:
    return f"vendor{number % 7000}:product{number}"


def chosen(random_number: random.Random) -> int:
    """Choose a product: the first has 4 in 100 of all, as the Linux kernel has; the others have ever fewer."""
    return 0 if random_number.random() < 0.02 else 1 + int((PRODUCTS - 1) * random_number.random() ** 3)


def nvd_record(number: int, random_number: random.Random) -> dict[str, object]:
    names = [chosen(random_number) for _ in range(random_number.choice((1, 1, 1, 2, 5)))]
    matches = [
        {
            "vulnerable": True,
            "criteria": f"cpe:2.3:a:{product(name)}:*:*:*:*:*:*:*:*",
            "versionStartIncluding": f"{low}.0",
            "versionEndExcluding": f"{low + 1}.{name % 9}",
            "matchCriteriaId": "00000000-0000-0000-0000-000000000000",
        }
        for name in names
        for low in range(random_number.choice((1, 2, 3)))
    ]
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    return {
        "cve": {
            "id": f"CVE-{2000 + number % YEARS}-{10000 + number}",
            "sourceIdentifier": "someone@example.org",
            "published": "2021-11-15T21:15:07.600",
            "lastModified": "2024-11-21T06:27:41.243",
            "vulnStatus": "Modified",
            "descriptions": [{"lang": "en", "value": PROSE}, {"lang": "es", "value": PROSE}],
            "metrics": {"cvssMetricV31": [{"type": "Primary", "cvssData": {"vectorString": vector, "baseScore": 9.8}}]},
            "weaknesses": [{"description": [{"lang": "en", "value": "CWE-787"}]}],
            "configurations": [{"nodes": [{"operator": "OR", "negate": False, "cpeMatch": matches}]}],
            "references": [{"url": f"https://example.org/{number}/{n}", "tags": ["Patch"]} for n in range(4)],
        }
    }


def make_nvd(folder: Path) -> int:
    """Write a file a year; return the bytes of JSON."""
    random_number, total = random.Random(7), 0
    for year in range(YEARS):
        numbers = range(year, VULNERABILITIES, YEARS)
        head = {"resultsPerPage": len(numbers), "startIndex": 0, "totalResults": len(numbers), "format": "NVD_CVE"}
        head |= {"version": "2.0", "timestamp": "2024-11-22T03:00:00.000"}
        with gzip.open(folder / f"nvdcve-2.0-{2000 + year}.json.gz", "wt", compresslevel=1) as file:
            total += file.write(json.dumps(head)[:-1] + ', "vulnerabilities": [')
            for place, number in enumerate(numbers):
                total += file.write(("," if place else "") + json.dumps(nvd_record(number, random_number)))
            total += file.write("]}")
    return total


def make_cve_list(file: Path) -> int:
    """Write a ZIP of 300,000 records; return the bytes of JSON."""
    random_number, total = random.Random(11), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(VULNERABILITIES):
            cve = f"CVE-{2000 + number % YEARS}-{10000 + number}"
            vendor, _, name = product(chosen(random_number)).partition(":")
            versions = [{"version": "1.0", "lessThan": "2.0", "status": "affected", "versionType": "semver"}]
            record = {
                "dataType": "CVE_RECORD",
                "dataVersion": "5.1",
                "cveMetadata": {"cveId": cve, "state": "PUBLISHED", "dateUpdated": "2024-05-04T09:00:00.000Z"},
                "containers": {
                    "cna": {
                        "affected": [{"vendor": vendor, "product": name, "versions": versions}],
                        "descriptions": [{"lang": "en", "value": PROSE}],
                    }
                },
            }
            data = json.dumps(record)
            archive.writestr(f"cvelistV5-main/cves/{2000 + number % YEARS}/{number // 1000}xxx/{cve}.json", data)
            total += len(data)
    return total


def imported(files: list[Path], size: int) -> str:
    """Import files and return a row of the table; CPU time, because it stays the same on a busy machine."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "cupel", "reference", "import", "--quiet", *map(str, files)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"the import ended with status {status}")
    took, cpu = time.perf_counter() - begin, used.ru_utime + used.ru_stime
    rates = f"{VULNERABILITIES / cpu:,.0f} | {size / cpu / 1e6:.0f} MB"
    return f"{took:.0f} s | {cpu:.0f} s | {rates} | {used.ru_maxrss >> 10} MB"


def asked(database: Path) -> tuple[float, float, int]:
    """Ask about 300 components, the kernel among them; return the median seconds of wall and CPU, and the answers."""
    components = [product(number) for number in (0, *random.Random(3).sample(range(1, PRODUCTS), COMPONENTS - 1))]
    gc.disable()  # as the command line does
    times, answers = [], 0
    for _ in range(ROUNDS):
        begin = time.perf_counter(), time.process_time()
        with Reference.open(database) as reference:
            answers = sum(map(len, reference.about(components).values()))
            reference.feeds()
        times.append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
    return median(it[0] for it in times), median(it[1] for it in times), answers


def main() -> None:
    """Make the data, measure and print."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["XDG_DATA_HOME"] = str(folder / "data")
        print(f"{quiet()}\n")
        print("| import | time | CPU time | records per CPU second | JSON per CPU second | peak memory |")
        print("|---|---|---|---|---|---|")
        size = make_nvd(folder)
        row = imported(sorted(folder.glob("nvd*.gz")), size)
        print(f"| NVD, {YEARS} files, {size / 1e6:,.0f} MB | {row} |", flush=True)
        size = make_cve_list(folder / "main.zip")
        row = imported([folder / "main.zip"], size)
        print(f"| CVE List, one ZIP, {size / 1e6:,.0f} MB | {row} |", flush=True)
        database = folder / "data/cupel/reference.sqlite"
        took, cpu, answers = asked(database)
        print(f"\nDatabase: {database.stat().st_size / 1e6:,.0f} MB.")
        print(
            f"{COMPONENTS} components, {answers:,} advisories: {took:.2f} s, of CPU time {cpu:.2f} s: "
            f"{took / LIMIT:.2f} of the limit of {LIMIT:.0f} s."
        )


if __name__ == "__main__":
    main()
