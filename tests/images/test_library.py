"""Keeping pictures: names, order of file and row, what is left when something fails."""

import io
import os
import re

import PIL.Image
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection

from spacenews.images import library
from spacenews.images.models import Image, Rendition
from spacenews.images.signals import renditions_made
from tests import make
from tests.images.files import RENDITIONS, SIZE, encoded, plain, upload

pytestmark = pytest.mark.django_db
NAME = re.compile(r"pictures/([0-9a-f]{2})/\1[0-9a-f]{30}\.(jpg|png|avif)")


def stored() -> set[str]:
    if not default_storage.exists("pictures"):
        return set()
    folders = default_storage.listdir("pictures")[0]
    return {
        f"pictures/{folder}/{name}"
        for folder in folders
        for name in default_storage.listdir(f"pictures/{folder}")[1]
    }


def named() -> set[str]:
    return {row.file.name for model in (Image, Rendition) for row in model.objects.all()}


def failing(*args, **kwargs):
    raise OSError(28, "No space left on device")


def test_a_picture_is_kept_with_what_is_said_of_it():
    person = make.user()

    image = library.add(upload(), by=person, alt="Red", caption="All red", credit="Ana", licence="CC0")

    kept = Image.objects.get()
    assert (kept.pk, kept.created_by, kept.width, kept.height) == (image.pk, person, *SIZE)
    assert (kept.alt, kept.caption, kept.credit, kept.licence) == ("Red", "All red", "Ana", "CC0")


def test_words_are_stored_without_controls():
    image = library.add(upload(), alt="Red\x00\x0b field\ufffe", caption="All\x1b red")

    assert (image.alt, image.caption) == ("Red field", "All red")


def test_what_the_editor_says_counts_before_what_the_file_says():
    exif = PIL.Image.Exif()
    exif[0x013B], exif[0x8298] = "Camera", "CC BY"

    image = library.add(upload(encoded(exif=exif)), credit="Ana")

    assert (image.credit, image.licence) == ("Ana", "CC BY")


def test_stored_names_are_random_and_tell_nothing():
    for _ in range(2):
        library.add(upload(name="secret-project.jpg"))

    assert stored() == named()
    assert len(stored()) == 2 * (1 + RENDITIONS)
    assert all(NAME.fullmatch(name) for name in stored())


def test_charts_stay_without_loss_and_photographs_become_jpeg():
    kinds = {"a.png": "PNG", "a.gif": "GIF", "a.webp": "WEBP", "a.avif": "AVIF", "a.jpg": "JPEG"}

    ends = {name: library.add(upload(encoded(format), name)).file.name[-3:] for name, format in kinds.items()}

    assert ends == {"a.png": "png", "a.gif": "png", "a.webp": "jpg", "a.avif": "jpg", "a.jpg": "jpg"}


def test_a_file_is_on_the_disk_before_its_row_is_written(monkeypatch):
    events, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (events.append("sync"), sync(descriptor)))

    def watch(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO") and "images_" in sql:
            events.append(sql.split('"')[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        library.add(upload())

    assert events == [
        "sync",
        "sync",
        "images_image",
        *["sync"] * 2 * RENDITIONS,
        *["images_rendition"] * RENDITIONS,
    ]


def test_no_file_stays_when_the_row_is_refused():
    with pytest.raises(IntegrityError):
        library.add(upload(), focal_x=2)

    assert stored() == set()


def test_no_half_file_stays_when_the_disk_is_full(monkeypatch):
    monkeypatch.setattr(os, "fsync", failing)

    with pytest.raises(OSError, match="No space"):
        library.add(upload())

    assert stored() == set()
    assert not Image.objects.exists()


def test_a_refused_file_leaves_nothing():
    with pytest.raises(library.Refused):
        library.add(upload(b"<svg/>", "a.svg"))

    assert stored() == set()
    assert not Image.objects.exists()


def test_an_upload_is_kept_when_its_renditions_fail(monkeypatch):
    monkeypatch.setitem(PIL.Image.SAVE, "AVIF", failing)

    image = library.add(upload())

    assert {row.format for row in image.renditions.all()} == {"jpeg"}
    assert image.renditions.count() == 4
    assert stored() == named()


def test_missing_renditions_are_made_by_the_command(monkeypatch):
    with monkeypatch.context() as broken:
        broken.setitem(PIL.Image.SAVE, "AVIF", failing)
        image = library.add(upload())
    whole = library.add(upload())
    before = set(whole.renditions.values_list("file", flat=True))
    said = io.StringIO()

    call_command("renditions", stdout=said)
    call_command("renditions", stdout=said)

    assert image.renditions.count() == RENDITIONS
    assert set(whole.renditions.values_list("file", flat=True)) == before
    assert said.getvalue().splitlines() == [
        f"1 of 2: picture {image.pk}, 3 made",
        "3 renditions made.",
        "0 renditions made.",
    ]


def test_the_command_can_be_stopped_and_says_so(monkeypatch):
    for _ in range(2):
        library.add(upload()).renditions.all().delete()
    said, save = io.StringIO(), PIL.Image.SAVE["JPEG"]

    def stopped_after_the_first(*args):
        if Rendition.objects.exists():
            raise KeyboardInterrupt
        return save(*args)

    monkeypatch.setitem(PIL.Image.SAVE, "JPEG", stopped_after_the_first)
    call_command("renditions", stdout=said)

    assert said.getvalue().splitlines()[1:] == [
        "Stopped. Run it again to go on.",
        f"{RENDITIONS} renditions made.",
    ]


def test_the_command_makes_all_anew_when_told_to():
    image = library.add(upload())
    before = set(image.renditions.values_list("file", flat=True))

    call_command("renditions", "--again", stdout=io.StringIO())

    after = set(image.renditions.values_list("file", flat=True))
    assert len(after) == RENDITIONS
    assert before & after == set()


def test_a_picture_whose_file_is_gone_breaks_nothing():
    image = library.add(upload())
    image.renditions.all().delete()
    default_storage.delete(image.file.name)

    call_command("renditions", stdout=io.StringIO())

    assert image.renditions.count() == 0


def test_new_renditions_are_told_of():
    told = []
    renditions_made.connect(lambda image, **kwargs: told.append(image.pk), weak=False, dispatch_uid="test")

    image = library.add(upload())
    renditions_made.disconnect(dispatch_uid="test")

    assert told == [image.pk]


def test_files_go_with_a_deleted_picture(django_capture_on_commit_callbacks):
    kept, gone = library.add(upload()), library.add(upload())

    with django_capture_on_commit_callbacks(execute=True):
        gone.delete()

    assert stored() == named() != set()
    assert set(Rendition.objects.values_list("image", flat=True)) == {kept.pk}


def test_files_that_no_picture_names_are_swept_after_a_week(clock):
    library.add(upload())
    default_storage.save("pictures/ab/" + "ab" * 16 + ".jpg", io.BytesIO(b"cut off"))
    said = io.StringIO()

    call_command("sweep_pictures", stdout=said)
    clock.forward(days=8)
    call_command("sweep_pictures", stdout=said)

    assert stored() == named() != set()
    assert said.getvalue().splitlines() == ["0 files removed.", "1 files removed."]


def test_pictures_are_shown_to_who_uploaded_them_and_to_who_may_change_any():
    own, others = make.user("Contributor"), make.user("Contributor")
    image = library.add(upload(encoded("PNG", plain((4, 4))), "a.png"), by=own)

    assert list(Image.objects.visible_to(own)) == [image]
    assert list(Image.objects.visible_to(others)) == []
    assert list(Image.objects.visible_to(make.user("Editor"))) == [image]
