"""The library at the desk: uploads with clear errors, own pictures for contributors, lists that do not grow dear."""

import PIL.Image
import pytest
from django.db import connection
from django.urls import reverse

from spacenews.images import library
from spacenews.images.models import Image
from tests import make
from tests.images.files import RENDITIONS, encoded, plain, upload

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:images_image_changelist"), reverse("admin:images_image_add")


def words(**changed) -> dict:
    texts = {"alt": "A red field", "caption": "", "credit": "", "licence": "", "focal_x": 0.5, "focal_y": 0.5}
    return {**texts, **changed}


def small(**fields) -> Image:
    return library.add(upload(encoded("PNG", plain((40, 30))), "a.png"), **fields)


def change_address(image: Image) -> str:
    return reverse("admin:images_image_change", args=[image.pk])


@pytest.fixture
def contributor(client):
    person = make.user("Contributor")
    client.force_login(person)
    return person


@pytest.fixture
def editor(client):
    person = make.user("Editor")
    client.force_login(person)
    return person


def test_a_contributor_uploads_a_picture(client, contributor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(ADD, {**words(), "upload": upload()})

    image = Image.objects.get()
    assert (answer.status_code, answer.url) == (302, LIST)
    assert (image.created_by, image.alt, image.width, image.renditions.count()) == (
        contributor,
        "A red field",
        600,
        RENDITIONS,
    )


@pytest.mark.django_db(transaction=True)
def test_renditions_are_made_once_the_upload_is_committed(client):
    client.force_login(make.user("Editor"))
    states, save = [], PIL.Image.SAVE["AVIF"]

    def watched(*args):
        states.append((connection.in_atomic_block, Image.objects.count()))
        return save(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PIL.Image.SAVE, "AVIF", watched)
        client.post(ADD, {**words(), "upload": upload()})

    assert set(states) == {(False, 1)}
    assert Image.objects.get().renditions.count() == RENDITIONS


def test_what_was_read_from_the_file_is_told(client, editor):
    exif = PIL.Image.Exif()
    exif[0x013B], exif[0x8298] = "Ana <b>Wijaya</b>", "CC BY 4.0"

    answer = client.post(ADD, {**words(), "upload": upload(encoded(exif=exif))}, follow=True)

    assert next(map(str, answer.context["messages"])) == (
        "Read from the file, please check: Ana <b>Wijaya</b> · CC BY 4.0"
    )
    assert b"Ana <b>" not in answer.content


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ((b"<svg onload=alert(1)>", "a.svg"), "This is an SVG drawing, which can hold scripts."),
        ((encoded("PNG"), "a.jpg"), "This is a PNG picture, but its name does not end in .png."),
        ((b"", "a.jpg"), "The submitted file is empty."),
    ],
)
def test_a_refusal_stands_beside_the_field_and_the_words_stay(client, contributor, file, sentence):
    answer = client.post(ADD, {**words(caption="Kept words"), "upload": upload(*file)})

    assert sentence in answer.context["adminform"].form.errors["upload"][0]
    assert "Kept words" in answer.content.decode()
    assert not Image.objects.exists()


def test_a_picture_is_described_or_decorative(client, editor):
    neither = client.post(ADD, {**words(alt=""), "upload": upload()})
    client.post(ADD, {**words(alt=""), "decorative": "on", "upload": upload()})

    assert neither.context["adminform"].form.errors == {
        "alt": ["Say what is to be seen, or mark the picture as decorative."]
    }
    assert [image.decorative for image in Image.objects.all()] == [True]


def test_an_upload_is_decoded_once_and_before_the_transaction(client, editor, monkeypatch):
    seen, load = [], PIL.Image.open

    def watched(*args, **kwargs):
        seen.append(len(connection.savepoint_ids))
        return load(*args, **kwargs)

    monkeypatch.setattr(PIL.Image, "open", watched)
    outside = len(connection.savepoint_ids)
    client.post(ADD, {**words(), "upload": upload()})

    assert seen == [outside]
    assert Image.objects.count() == 1


def test_who_may_not_upload_has_nothing_decoded(client, monkeypatch):
    client.force_login(make.user("Desk"))
    seen = []
    monkeypatch.setattr(PIL.Image, "open", lambda *args, **kwargs: seen.append(args))

    assert client.post(ADD, {**words(), "upload": upload()}).status_code == 403
    assert seen == []


def test_a_contributor_sees_own_pictures_only(client, contributor):
    own, foreign = small(by=contributor, alt="Own"), small(by=make.user("Contributor"), alt="Foreign canary")

    listed = client.get(LIST)
    found = client.get(LIST, {"q": "canary"})
    autocomplete = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "article", "field_name": "lead", "term": "canary"},
    )

    assert list(listed.context["cl"].queryset) == [own]
    for answer in (listed, found, autocomplete):
        assert "Foreign canary" not in answer.content.decode()
        assert foreign.file.name not in answer.content.decode()
    assert client.get(change_address(own)).status_code == 200


@pytest.mark.parametrize("address", ["change", "delete", "history"])
def test_the_picture_of_another_is_closed_to_a_contributor(client, contributor, address):
    foreign = small(by=make.user("Contributor"), alt="Foreign canary")

    for answer in (
        client.get(reverse(f"admin:images_image_{address}", args=[foreign.pk])),
        client.post(
            reverse(f"admin:images_image_{address}", args=[foreign.pk]), {**words(alt="Mine"), "post": "yes"}
        ),
    ):
        assert answer.status_code in (302, 403)
        assert "Foreign canary" not in answer.content.decode()
    assert Image.objects.get().alt == "Foreign canary"


def test_a_contributor_cannot_give_a_picture_to_another_or_change_its_file(client, contributor):
    image, other = small(by=contributor), make.user()
    before = image.file.name

    client.post(
        change_address(image),
        {**words(), "created_by": other.pk, "file": "x.jpg", "upload": upload(), "width": 9},
    )

    image.refresh_from_db()
    assert (image.created_by, image.file.name, image.width, image.alt) == (
        contributor,
        before,
        40,
        "A red field",
    )


def test_a_picture_that_is_used_is_kept_and_a_free_one_deleted(client, editor):
    used, free = small(), small()
    make.author(portrait=used)

    for image in (used, free):
        client.post(reverse("admin:images_image_delete", args=[image.pk]), {"post": "yes"})

    assert list(Image.objects.all()) == [used]


def test_an_editor_changes_the_words_of_any_picture(client, editor):
    image = small(by=make.user("Contributor"))

    client.post(change_address(image), words(alt="New words", credit="Ana"))

    image.refresh_from_db()
    assert (image.alt, image.credit) == ("New words", "Ana")


def test_moving_the_focal_point_cuts_again(client, editor, django_capture_on_commit_callbacks):
    image = library.add(upload())
    files = set(image.renditions.values_list("file", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(change_address(image), words(alt="Only words"))
    after_words = set(image.renditions.values_list("file", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(change_address(image), words(focal_x=0.1))
    after_cut = set(image.renditions.values_list("file", flat=True))

    assert after_words == files
    assert len(files - after_cut) == 3


@pytest.mark.parametrize("value", ["-0.1", "1.1", "nan", "inf", "x"])
def test_a_focal_point_outside_the_picture_is_an_error_beside_its_field(client, editor, value):
    image = small()

    answer = client.post(change_address(image), words(focal_x=value))

    assert list(answer.context["adminform"].form.errors) == ["focal_x"]


def test_the_list_takes_as_many_queries_for_three_pictures_as_for_one(
    client, editor, django_assert_num_queries
):
    small(by=editor)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)

    for _ in range(2):
        small(by=make.user("Contributor"))
    with django_assert_num_queries(QUERIES):
        assert len(client.get(LIST).context["cl"].result_list) == 3


QUERIES = 7  # session, user, two of permissions, count, pictures, renditions


def test_the_form_shows_the_picture_and_its_size(client, editor):
    page = client.get(change_address(library.add(upload(), by=editor))).content.decode()

    assert "600 × 400" in page
    assert '<span class="preview"><picture>' in page
    assert 'type="file"' not in page


def test_what_readers_see_of_a_picture_is_no_longer_its_uploaders_to_change(client, contributor):
    image = small(by=contributor, alt="As it was")
    make.published(lead=image)

    assert client.get(change_address(image)).status_code == 200
    assert client.post(change_address(image), words(caption="Defaced")).status_code == 403
    client.force_login(make.user("Editor"))
    assert client.post(change_address(image), words(caption="Better")).status_code == 302
    assert Image.objects.get().caption == "Better"
