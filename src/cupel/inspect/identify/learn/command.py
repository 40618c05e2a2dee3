"""The commands `cupel signatures`: paths and options go in; files of signatures, or tables for a person, come out."""

import json
from collections.abc import Callable
from pathlib import Path

from cupel.cache import folder
from cupel.errors import InputError
from cupel.inspect.identify.catalogue import FOLDER, Catalogue, catalogue, read_signature
from cupel.inspect.identify.learn.archive import archives, read_all
from cupel.inspect.identify.learn.corpus import corpus_of
from cupel.inspect.identify.learn.learning import learn, write
from cupel.inspect.identify.learn.measure import Measure, Summary, summary
from cupel.inspect.identify.learn.products import product_of_source

Tell = Callable[[str, int, int], None]


def learn_signatures(paths: list[Path], output: Path, index: Path | None, cache: Path | None, tell: Tell) -> None:
    """Learn from archives, write the files, and print what was learned and how well it does.

    Raises InputError where there is no archive, or `output` holds other files than signatures.
    """
    if output.exists() and any(it.suffix != ".toml" for it in output.iterdir()):
        raise InputError(f"{output} holds other files than signatures.", "Name a new or empty folder.")
    wanted = _indexed(archives(paths), index)
    learned, measure, corpus = learn(wanted, cache or _cache(), tell)
    write(learned, measure, corpus, output)
    refused = sum(it.ambiguous for it in learned), sum(it.common for it in learned)
    print(f"{len(learned)} signatures in {output}, from {len(wanted)} packages.")
    print(f"Refused: {refused[0]} rules that gave a wrong version, {refused[1]} that other products have too.")
    _print(measure)


def check_signatures(paths: list[Path], signatures: Path | None, cache: Path | None, as_json: bool, tell: Tell) -> bool:
    """Measure signatures on archives and print the result; tell whether no version was wrong.

    `signatures`: a folder of them; those that cupel ships if not given.
    """
    known = Catalogue(read_signature(it) for it in sorted((signatures or FOLDER).glob("*.toml")))
    wanted = archives(paths)
    for done in read_all(wanted, cache or _cache()):
        tell("reading", done, len(wanted))
    corpus = corpus_of(wanted, cache or _cache(), product_of_source())
    if not corpus.products():
        raise InputError(
            f"No package could be read: {', '.join(it.name for it in wanted[:5])}{' ...' if wanted[5:] else ''}.",
            "Name deb, ipk or apk files that hold programs.",
        )
    measure = Measure(known)
    for number, _ in enumerate(measure.all(corpus)):
        tell("measuring", number + 1, len(corpus.products()))
    if as_json:
        rows = [
            {"product": name, "held_out": held_out, "builds": it.builds, "right": it.right, "named": it.named,
             "wrong": it.wrong, "elsewhere": it.elsewhere, "embedded": it.embedded}
            for (name, held_out), it in sorted(measure.scores.items())
        ]  # fmt: skip
        print(json.dumps(rows, indent=1))
    else:
        _print(measure)
        for (name, _), score in sorted(measure.scores.items()):
            for mistake, count in sorted(score.mistakes.items())[:3]:
                print(f"  {name}: {mistake}" + (f" ({count} times)" if count > 1 else ""))
    return not any(it.wrong or it.elsewhere for it in measure.scores.values())


def list_signatures(as_json: bool) -> None:
    """Print every product that cupel has a signature of."""
    known = catalogue().signatures.values()
    if as_json:
        rows = [{"product": it.product, "title": it.title, "purl": it.purl, "cpe": it.cpe} for it in known]
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    width = max(len(it.product) for it in known)
    for it in known:
        told = "version" if any(rule.kind in ("version", "bare") or rule.exact for rule in it.rules) else "presence"
        print(f"{it.product:{width}}  {told:8}  {it.title}")
    print(f"\n{len(known)} products. version: its version can be told; presence: only that it is there, or a range.")


def _print(measure: Measure) -> None:
    print(f"{'part':10} {'products':>8} {'builds':>7} {'recall':>7} {'named':>7} {'precision':>9}")
    for part, held_out in (("training", False), ("held out", True)):
        it: Summary = summary(measure, held_out)
        numbers = f"{it.recall:7.3f} {it.named:7.3f} {it.precision:9.3f}"
        print(f"{part:10} {it.products:8} {it.builds:7} {numbers}")
        told = summary(measure, held_out, versions_only=True)
        numbers = f"{told.recall:7.3f} {told.named:7.3f} {told.precision:9.3f}"
        print(f"{'  of those that tell a version':10}\n{'':10} {told.products:8} {told.builds:7} {numbers}")


def _indexed(wanted: list[Path], index: Path | None) -> list[Path]:
    """Keep the archives that an index names: one line of JSON each, with `file`."""
    if index is None:
        return wanted
    try:
        names = {json.loads(line)["file"] for line in index.read_text("utf-8").splitlines() if line.strip()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{index} is no index: {error}.", 'Each line must be JSON with a "file".') from error
    return [it for it in wanted if it.name in names]


def _cache() -> Path:
    return folder() / "package-texts"
