import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from spacenews.firms.export import files
from spacenews.firms.export.kinds import KINDS, Kind
from spacenews.pagecache import clock


class Command(BaseCommand):
    help = (
        "Write every public record, with licence and sources, into a directory: a CSV and a JSON file a kind. "
        "Each is replaced whole, so that who reads one meanwhile, or stops the command, has the old or the new."
    )

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path)

    def handle(self, *, directory: Path, verbosity=1, **options):
        now = clock.now()
        try:
            directory.mkdir(parents=True, exist_ok=True)
            for kind in KINDS:
                size = sum(self.write(kind, form, directory, now) for form in files.FORMS)
                if verbosity:
                    self.stdout.write(f"{kind.name}: {kind.count(now)} records, {size / 1e6:.1f} MB")
        except OSError as error:
            raise CommandError(f"The files cannot be written: {error}.") from None
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. What is named above is written; the other files are as they were."
            ) from None

    def write(self, kind: Kind, form: str, directory: Path, now) -> int:
        """Write one file beside its place, then put it there; return its bytes."""
        path = directory / f"{kind.name}.{form}"
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with draft.open("w", encoding="utf-8", newline="") as file:
                file.writelines(files.text(kind, form, now))
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return path.stat().st_size
