"""``python -m generator`` is the command."""

from generator.cli import command

raise SystemExit(command())
