"""`python -m pipeline` is `onetext`."""

from pipeline.cli import main

main(prog_name="onetext")
