import csv
import json
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from spacenews.firms.imports import mapping, origins, reading, report, trying, writing
from spacenews.firms.models import Import
from spacenews.pagecache import stamp
from spacenews.tables import guarded


class Command(BaseCommand):
    help = (
        "Take in organizations from a CSV, TSV or JSON file, as the desk does. Without --apply nothing is written but "
        "the report. Stopped at any time, it can be given again: what is on record already is left as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping",
            type=Path,
            help="a JSON file that says what each column holds, as {column: field}; without it this is guessed. "
            f"Fields: {', '.join(mapping.FIELDS)}",
        )
        parser.add_argument(
            "--apply", action="store_true", help="write new records (else only say what would be)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing; this is so without --apply"
        )
        parser.add_argument("--changes", action="store_true", help="with --apply: write all differences too")
        parser.add_argument("--show", action="store_true", help="show the new records to readers at once")
        parser.add_argument(
            "--source", default="", metavar="URL", help="the address that the table comes from"
        )
        parser.add_argument("--title", default="", help="the title of a source that is not on record yet")
        parser.add_argument("--publisher", default="", help="its publisher")
        parser.add_argument("--by", default="", metavar="NAME", help="the account in whose name this is done")
        parser.add_argument("--report", type=Path, help="a CSV file for the verdict on each line")

    def handle(self, *, file, report, apply, dry_run, **options):
        if apply and dry_run:
            raise CommandError("Choose one of --apply and --dry-run.")
        try:
            imported, by = self.prepared(file, apply, options), self.person(options["by"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        try:
            self.try_out(imported)
            self.tell(writing.totals(imported), options["verbosity"])
            if apply:
                self.write(imported, by, all_changes=options["changes"])
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was written stays; give the command again to go on.") from None
        finally:
            if report:
                self.report(imported, report)
            if not apply:
                imported.delete()

    def try_out(self, imported: Import) -> None:
        trying.begin(imported)
        done = 0
        for taken in trying.go_on(imported):
            done += taken
            self.stderr.write(f"{done} of {imported.mapping['lines']} lines tried")

    def prepared(self, file: Path, is_applied: bool, options: dict) -> Import:
        try:
            text = reading.decoded(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        header = reading.table(text).header
        known = {"fields": self.fields(options["mapping"], header), "show": options["show"]}
        source = self.source(header, options) if is_applied else None
        return Import.objects.create(file_name=file.name[:200], text=text, mapping=known, source=source)

    def fields(self, path: Path | None, header: list[str]) -> list[str]:
        if path is None:
            return mapping.checked(mapping.guessed(header), header)
        try:
            told = json.loads(path.read_text())
        except (OSError, ValueError):
            raise CommandError(f"{path} is no JSON file.") from None
        if not isinstance(told, dict):
            raise CommandError(f"{path} holds no JSON object.")
        return mapping.told(told, header)

    @transaction.atomic
    def source(self, header: list[str], options: dict):
        stamp.take()
        known = origins.suggested(header)
        given = {"url": options["source"], "title": options["title"], "publisher": options["publisher"]}
        told = {**known, **{name: value for name, value in given.items() if value}}
        if "url" not in told:
            raise CommandError("Say with --source where the table comes from: each record rests on a source.")
        return origins.source_of(told["url"], told.get("title", ""), told.get("publisher", ""))

    def person(self, name: str):
        people = get_user_model().objects
        if name and not (found := people.filter(username=name).first()):
            raise CommandError(f"There is no account {name}.")
        return found if name else None

    def tell(self, counts: dict[str, int], verbosity: int) -> None:
        if verbosity:
            told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
            self.stdout.write(f"{sum(counts.values())} lines: {told}.")

    def write(self, imported: Import, by, *, all_changes: bool) -> None:
        if all_changes:
            writing.choose_all(imported)
        total, done = writing.pending(imported).count(), 0
        for taken in writing.write(imported, by):
            done += taken
            self.stderr.write(f"{min(done, total)} of {total} lines, then their owners")
        written = imported.lines.exclude(written_at=None).count()
        self.stdout.write(f"{written} records written, {imported.mapping.get('ties', 0)} ties to owners.")

    def report(self, imported: Import, path: Path) -> None:
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(report.HEADER)
            writer.writerows([guarded(cell) for cell in row] for row in report.rows(imported))
