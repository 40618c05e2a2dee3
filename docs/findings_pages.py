"""The pages of docs/reference about findings: detectors and metrics go in, the text of each page comes out."""

from writing import one_line, table

from cupel.inspect.detect.registry import DETECTORS
from cupel.inspect.examination import METRICS
from cupel.inspect.weighing import METRICS as WEIGHED


def detectors_page() -> str:
    """List the detectors, with what a finding of each means and what would refute it."""
    parts = [
        "# Detectors",
        "What cupel looks for in equipment: ways in, destinations, weaknesses. Each finding of a detector carries the "
        "name that stands here; what it means in general stands here only.",
        table(("name", "title"), [(f"[`{name}`](#{name.replace('/', '-')})", it.title) for name, it in DETECTORS]),
    ]
    for name, it in DETECTORS:
        parts += [
            f'<a id="{name.replace("/", "-")}"></a>\n\n## {it.title}',
            f"Name: `{name}`. {one_line(it.means)}",
            f"Checked: {one_line(it.checked)}",
            f"Refuted by: {one_line(it.refutes)}",
            "References: " + "; ".join(one_line(text) for text in it.references) + ".",
        ]
    return "\n\n".join(parts)


def metrics_page() -> str:
    """List the metrics, with formula, unit and limits."""
    parts = ["# Metrics", "The numbers by which images can be compared; none of them is a score."]
    for it in (*METRICS, *WEIGHED):
        parts += [
            f'<a id="{it.name}"></a>\n\n## {it.title}',
            f"Name: `{it.name}`. Unit: {it.unit}. {one_line(it.formula)}",
            f"Limits: {one_line(it.limits)}",
            f"Reference: {one_line(it.reference)}.",
        ]
    return "\n\n".join(parts)
