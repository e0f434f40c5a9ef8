"""What the commands share: exit codes, the output folder's option, and errors as one clear line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

DONE, FINDINGS, USAGE, QUARANTINED, FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
FOLDER = click.Path(path_type=Path, file_okay=False)
OUT = click.option("-o", "--out", type=FOLDER, default=Path("cleaned"), show_default=True, help="The output folder.")


class Group(click.Group):
    """Turns the program's own errors into one clear line and the right exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        from pipeline.config import ConfigError
        from pipeline.document import LawError
        from pipeline.folder import FolderError

        try:
            return super().invoke(ctx)
        except ConfigError as error:
            fail(str(error), USAGE)
        except (FolderError, LawError, OSError) as error:
            fail(str(error), FAILED)
        except (KeyboardInterrupt, click.Abort):
            fail("interrupted; nothing was half-written", INTERRUPTED)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong on standard error and end with the exit code."""
    from pipeline.report.terminal import visible

    click.echo(f"onetext: {visible(message)}", err=True)
    sys.exit(code)
