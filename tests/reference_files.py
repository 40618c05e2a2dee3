"""Files of feeds, made for a test: records go in, bytes as the feed publishes them come out."""

import json

NOW = "2026-11-24T12:00:00+00:00"


def nvd_record(number: int, product: str = "busybox:busybox", **more: object) -> dict[str, object]:
    match = {"vulnerable": True, "criteria": f"cpe:2.3:a:{product}:*:*:*:*:*:*:*:*", "versionEndExcluding": "1.34.0"}
    return {
        "cve": {
            "id": f"CVE-2021-{number:04}",
            "published": "2021-11-15T21:15:07.600",
            "lastModified": "2024-11-21T06:27:41.243",
            "vulnStatus": "Modified",
            "configurations": [{"nodes": [{"operator": "OR", "negate": False, "cpeMatch": [match]}]}],
            **more,
        }
    }


def nvd(records: list[dict[str, object]], start: int = 0, total: int | None = None) -> bytes:
    return json.dumps(
        {
            "resultsPerPage": len(records),
            "startIndex": start,
            "totalResults": len(records) if total is None else total,
            "format": "NVD_CVE",
            "version": "2.0",
            "timestamp": "2024-11-22T03:00:00.000",
            "vulnerabilities": records,
        }
    ).encode()


def kev(*rows: tuple[str, str], count: int | None = None) -> bytes:
    listed = [{"cveID": cve, "dateAdded": day} for cve, day in rows]
    said = {"catalogVersion": "2024.11.21", "dateReleased": "2024-11-21T15:00:05Z", "vulnerabilities": listed}
    return json.dumps(said | {"count": len(rows) if count is None else count}).encode()


def cve(number: int, product: str = "dnsmasq", **more: object) -> bytes:
    affected = [{"vendor": "n/a", "product": product, "versions": [{"version": "1.0", "status": "affected"}]}]
    return json.dumps(
        {
            "dataType": "CVE_RECORD",
            "dataVersion": "5.1",
            "cveMetadata": {"cveId": f"CVE-2021-{number:04}", "state": "PUBLISHED", **more},
            "containers": {"cna": {"affected": affected}},
        }
    ).encode()
