"""Stored files over the web: types from our own table, names that lead nowhere else, kept for good."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from spacenews.images import library
from tests.images.files import upload

ELSEWHERE = (
    *("../secret_key", "pictures/../../secret_key", "pictures/..%2f..%2fsecret_key", "%2e%2e/secret_key"),
    *(
        "/etc/passwd",
        "//etc/passwd",
        "pictures//etc/passwd",
        "..\\secret_key",
        "pictures/%00.jpg",
        "pictures/a.jpg%00",
    ),
    *(
        "pictures",
        "pictures/",
        ".",
        ".hidden.jpg",
        "pictures/.hidden.jpg",
        "pictures/none.jpg",
        "~/a.jpg",
        "a.jpg/",
    ),
    *("pictures/ａ.jpg", "C:/a.jpg", "file:///etc/passwd", "pictures/" + "a" * 5000 + ".jpg"),
)


def stored(name: str, data: bytes = b"<script>alert(1)</script>") -> str:
    return default_storage.save(name, ContentFile(data))


@pytest.mark.django_db
def test_a_rendition_is_served_with_its_type_and_kept_for_good(client):
    image = library.add(upload())

    answers = {row.format: client.get(row.url) for row in image.renditions.all()}

    assert {format: answer["Content-Type"] for format, answer in answers.items()} == {
        "avif": "image/avif",
        "jpeg": "image/jpeg",
    }
    for answer in answers.values():
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(answer.getvalue()) == int(answer["Content-Length"]) > 0
        assert "attachment" not in answer["Content-Disposition"]
        assert not answer.cookies


@pytest.mark.django_db
def test_who_has_a_picture_is_told_so(client):
    urls = [row.url for row in library.add(upload()).renditions.all()]
    tags = {url: client.get(url)["ETag"] for url in urls}

    assert len(set(tags.values())) == len(urls) > 1
    assert {client.get(url, headers={"If-None-Match": tag}).status_code for url, tag in tags.items()} == {304}


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg", "a.png", "a.webp", "a.avif", "a.gif"])
def test_pictures_are_told_as_pictures_whatever_is_in_them(client, name):
    answer = client.get("/media/" + stored(name))

    assert answer["Content-Type"] == "image/" + {"jpg": "jpeg"}.get(name[2:], name[2:])


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.pdf", "a.js", "a.xml", "a.txt", "a.zip", "a.php"])
def test_anything_else_is_only_downloaded(client, name):
    answer = client.get("/media/" + stored(name))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_name_that_leads_elsewhere_is_not_found(client, media, name):
    media.mkdir()
    (media.parent / "secret_key").write_text("secret")
    stored("pictures/.hidden.jpg")
    stored(".hidden.jpg")

    answer = client.get("/media/" + name)

    assert answer.status_code == 404
    assert b"secret" not in answer.content.replace(b"secret_key", b"")


def test_pictures_are_not_packed_a_second_time(client):
    name = stored("a.jpg", b"x" * 5000)

    answer = client.get("/media/" + name, headers={"accept-encoding": "gzip, br"})

    assert "Content-Encoding" not in answer
    assert answer["Content-Length"] == "5000"


def test_media_are_read_and_nothing_else(client):
    name = stored("a.jpg")

    assert client.head("/media/" + name).status_code == 200
    assert [client.generic(verb, "/media/" + name).status_code for verb in ("POST", "PUT", "DELETE")] == [
        405
    ] * 3
    assert default_storage.exists(name)
