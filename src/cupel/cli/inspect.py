"""`cupel inspect`."""

from pathlib import Path
from typing import Annotated

import typer

from cupel.cli.options import Edition, Quiet
from cupel.progress import Progress

EPILOG = (
    "Examples:  cupel inspect firmware.bin  |  cupel inspect rootfs.tar.xz --html report.html  |  "
    "cupel inspect firmware.bin --json | jq .coverage  |  cupel inspect firmware.bin --extract files/  |  "
    "cupel inspect firmware.bin --export cyclonedx=bill.json  |  cupel inspect firmware.bin --config deployed.uci  |  "
    "cupel inspect firmware.bin --bundle evidence.zip --edition vendor  |  "
    "cupel inspect firmware.bin --documents manuals/ --reply reply.toml --suppress decided.toml  |  "
    "cupel inspect firmware.bin --export sarif=findings.sarif"
)


def inspect(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Images, archives of a root file system, or folders.", metavar="PATH..."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Write one line of JSON for each PATH.")] = False,
    edition: Annotated[Edition, typer.Option(help="Who the page and the bundle are for.")] = Edition.confidential,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the result as a self-contained page.", metavar="FILE")
    ] = None,
    extract: Annotated[
        Path | None,
        typer.Option("--extract", help="Write what is read below this new or empty folder.", metavar="DIR"),
    ] = None,
    maker: Annotated[str, typer.Option(help="Who made it, as stated.")] = "",
    product: Annotated[str, typer.Option(help="Product, as stated.")] = "",
    product_version: Annotated[str, typer.Option(help="Version, as stated.")] = "",
    source: Annotated[str, typer.Option(help="Where it was got: an address, a shop, a device's flash.")] = "",
    obtained_on: Annotated[str, typer.Option(help="The day it was got, as 2026-11-22.")] = "",
    obtained_by: Annotated[str, typer.Option(help="Who got it.")] = "",
    commissioned_by: Annotated[str, typer.Option(help="Who asked for this work and paid for it.")] = "",
    legal_basis: Annotated[str, typer.Option(help="On what legal basis it was got and is examined.")] = "",
    vendor_sha256: Annotated[str, typer.Option(help="The SHA-256 that the vendor publishes.")] = "",
    vendor_sha256_source: Annotated[str, typer.Option(help="Where the vendor publishes it.")] = "",
    modification: Annotated[str, typer.Option(help="What was changed since the vendor made it.")] = "",
    limit: Annotated[
        list[str] | None,
        typer.Option(help="Change a limit, as bytes_out=1000000; `cupel limits` lists them.", metavar="NAME=NUMBER"),
    ] = None,
    as_of: Annotated[
        str, typer.Option(help="The day as of which ages and ends of support are judged, as 2026-11-22.")
    ] = "",
    config: Annotated[
        Path | None,
        typer.Option("--config", help="The configuration that is deployed: reachability is then judged by it."),
    ] = None,
    document: Annotated[
        list[Path] | None,
        typer.Option(help="What its maker says of it: CycloneDX, SPDX, OpenVEX or CSAF; may be given again."),
    ] = None,
    export: Annotated[
        list[str] | None,
        typer.Option(
            help="Write a bill of materials or VEX (`cupel bills` lists the forms), or the findings as sarif.",
            metavar="FORM=FILE",
        ),
    ] = None,
    documents: Annotated[
        Path | None,
        typer.Option(
            help="Folder of its maker's manuals (.txt .md .html .pdf .docx), to be searched for the accounts, ports, "
            "programs and addresses that were found.",
            metavar="FOLDER",
        ),
    ] = None,
    reply: Annotated[
        list[Path] | None,
        typer.Option(help="Reply form that its maker filled in; kept beside the findings. May be given again."),
    ] = None,
    suppress: Annotated[
        list[Path] | None,
        typer.Option(help="File of findings that need no more attention, and on whose word. May be given again."),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(help="Write findings with their evidence bytes; `cupel verify` checks it.", metavar="OUT.zip"),
    ] = None,
    include_secrets: Annotated[
        bool, typer.Option("--include-secrets", help="Have secrets in the bundle in clear; needs --author.")
    ] = False,
    author: Annotated[str, typer.Option(help="Who asks for secrets: the bundle says so.")] = "",
    reference: Annotated[
        Path | None, typer.Option(help="Reference data to ask; `cupel reference status` shows what is held.")
    ] = None,
    unpack_only: Annotated[
        bool, typer.Option("--unpack-only", help="Unpack, hash and type only; look for no component.")
    ] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Disassemble the programs that listen on a network or check logins.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Show every table and every finding's statement.")] = False,
    threads: Annotated[
        int | None,
        typer.Option(help="Threads; as many as there are processors, 4 at most, if not given.", min=1, max=8),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Say what is in equipment images, what software that is, and which known weaknesses apply.

    Images within images are opened, every file is hashed and typed, and what could not be read is named. Components
    are named with their evidence, and known vulnerabilities are counted rung by rung.
    """
    from cupel.errors import InputError
    from cupel.inspect.command import Wanted, inspect_paths
    from cupel.records.acquisition import Acquisition

    if include_secrets and not author.strip():
        raise InputError("--include-secrets needs --author.", "Say who asks for them; the bundle keeps it.")
    stated = Acquisition(
        source=source, obtained_on=obtained_on, obtained_by=obtained_by, commissioned_by=commissioned_by,
        legal_basis=legal_basis, vendor_sha256=vendor_sha256, vendor_sha256_source=vendor_sha256_source,
        modification=modification,
    )  # fmt: skip
    wanted = Wanted(
        label=(maker, product, product_version), stated=stated, limits=tuple(limit or ()), threads=threads,
        extract=extract, html=html, edition=edition.value, as_json=as_json, as_of=as_of, configuration=config,
        documents=tuple(document or ()), exports=tuple(export or ()), reference=reference, unpack_only=unpack_only,
        deep=deep, full=full,
        manuals=documents, replies=tuple(reply or ()), suppressions=tuple(suppress or ()), bundle=bundle,
        secrets_for=author if include_secrets else "",
    )  # fmt: skip
    with Progress(quiet or as_json) as progress:
        complete = inspect_paths(paths, wanted, progress)
    if not complete:
        raise typer.Exit(1)
