"""``python -m generator`` is the command."""

from generator.cli import main

raise SystemExit(main())
