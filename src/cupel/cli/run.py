"""Runs the command line: errors become sentences and exit codes; no traceback ever reaches a person."""

import gc
import os
import signal
import sys
from typing import NoReturn

import typer

from cupel.errors import CupelError


def run(app: typer.Typer) -> NoReturn:
    """Run the command line; no traceback ever reaches a person."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        sys.exit(
            f"cupel needs Python 3.11 to 3.14; this is {sys.version.split()[0]}. Install one of those and try again."
        )
    signal.signal(signal.SIGINT, _stop)
    gc.disable()  # one command, then the end: looking for cycles costs more than the few that there are
    try:
        app(prog_name="cupel")
    except CupelError as error:
        print(f"cupel: {error.message}\n  {error.advice}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (_Stopped, KeyboardInterrupt):
        print("cupel: stopped by you; what was written until then is not complete.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output went away: not our trouble, but Python would say so at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        print(f"cupel: {error.filename or 'the output'} cannot be written or read: {error.strerror}.", file=sys.stderr)
        print("  Check the space on the disk, the path and its permissions.", file=sys.stderr)
        sys.stdout = None  # what it still holds cannot be written either
        sys.exit(3)
    except Exception as error:  # noqa: BLE001 - the last net: a person gets a sentence, the trace goes into a file
        sys.exit(_own_error(error))
    sys.exit(0)


class _Stopped(BaseException):
    """The person pressed Ctrl-C; typer would end without a word at a KeyboardInterrupt."""


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise _Stopped


def _own_error(error: Exception) -> int:
    import traceback

    from cupel.cache import folder, write_cached

    if os.environ.get("CUPEL_TRACEBACK"):
        raise error
    write_cached("last-error.txt", "".join(traceback.format_exception(error)).encode())
    print(
        f"cupel: an error of cupel's own: {type(error).__name__}: {error}\n"
        f"  Please report it with the file {folder() / 'last-error.txt'}.",
        file=sys.stderr,
    )
    return 3
