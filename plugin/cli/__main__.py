"""`python -m plugin.cli` is `ugovor`; the web process starts the worker that way."""

from plugin.cli import main

if __name__ == "__main__":
    main(prog_name="ugovor")
