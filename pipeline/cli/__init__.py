"""The command line. Data goes to standard output, all else to standard error; heavy imports wait for their command."""

from __future__ import annotations

import click

from pipeline.cli.check import check
from pipeline.cli.common import Group
from pipeline.cli.corpus import audit, clean, explain, export, report, rule
from pipeline.cli.filters import cite, words


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onetext", prog_name="onetext")
def main() -> None:
    """Turn many damaged scraped copies of an article into one, and account for every character.

    \b
    Example:
      onetext clean raw -o cleaned        make one article of each group of copies
      onetext check new --against cleaned what new scrapes are, and what is wrong with them
      onetext audit cleaned               prove that nothing was lost
      onetext explain raw/a.txt:10        what happened to line 10, and why
      onetext words < a.txt               give run-together text its spaces back
      onetext cite a.txt --format bibtex  the references of a text
    """


for command in (clean, check, audit, explain, export, report, rule, words, cite):
    main.add_command(command)
