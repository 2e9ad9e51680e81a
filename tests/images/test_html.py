"""Pictures as HTML: AVIF before JPEG, sizes known, words escaped, nothing missing when renditions are."""

import re

import pytest
from django.template import Context, Template

from spacenews.images import library
from spacenews.images.html import picture
from spacenews.images.models import Image
from tests.images.files import encoded, plain, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def image() -> Image:
    return library.add(upload(encoded("JPEG", plain((1000, 700)))), alt="A red field", credit="Ana")


def printed(image: Image | None, arguments: str = "") -> str:
    template = Template("{% load pictures %}{% picture image " + arguments + " %}")
    return template.render(Context({"image": image}))


def named(image: Image, shape: str, format: str) -> dict[int, str]:
    rows = image.renditions.filter(shape=shape, format=format)
    return {row.width: f"/media/{row.file.name}" for row in rows}


def srcset(addresses: dict[int, str]) -> str:
    return ", ".join(f"{address} {width}w" for width, address in sorted(addresses.items()))


def test_a_picture_offers_avif_and_falls_back_to_jpeg(image):
    avif, jpeg = named(image, "wide", "avif"), named(image, "wide", "jpeg")

    assert printed(image, 'sizes="50vw" class="lead"') == (
        f'<picture><source type="image/avif" srcset="{srcset(avif)}" sizes="50vw">'
        f'<img src="{jpeg[960]}" srcset="{srcset(jpeg)}" sizes="50vw" width="1000" height="700" class="lead" '
        'loading="lazy" decoding="async" alt="A red field"></picture>'
    )


def test_the_first_picture_of_a_page_is_fetched_early(image):
    early = printed(image, "eager=True")

    assert 'fetchpriority="high"' in early
    assert "lazy" not in early


def test_a_square_has_its_own_size(image):
    square = named(image, "square", "jpeg")

    assert f'src="{square[480]}"' in printed(image, 'shape="square"')
    assert 'width="480" height="480"' in printed(image, 'shape="square"')


@pytest.mark.parametrize(
    ("arguments", "decorative", "alt"),
    [("", False, "A red field"), ('alt=""', False, ""), ('alt="Other"', False, "Other"), ("", True, "")],
)
def test_the_words_are_the_picture_s_own_unless_given_or_decorative(image, arguments, decorative, alt):
    image.decorative = decorative

    assert re.search(r' alt="([^"]*)"', printed(image, arguments))[1] == alt


def test_words_are_escaped(image):
    image.alt = '"><script>alert(1)</script>'

    assert "<script" not in printed(image)
    assert 'alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in printed(image)


def test_without_renditions_the_picture_itself_is_shown(image):
    image.renditions.all().delete()

    assert printed(image) == (
        f'<picture><img src="/media/{image.file.name}" width="1000" height="700" loading="lazy" decoding="async" '
        'alt="A red field"></picture>'
    )
    assert image.shown_elsewhere().url == image.url_of("wide", 480, "avif") == f"/media/{image.file.name}"


def test_no_picture_prints_nothing():
    assert printed(None) == ""


def test_addresses_are_those_of_the_nearest_size(image):
    jpeg = named(image, "wide", "jpeg")

    found = [image.url_of("wide", width, "jpeg") for width in (1, 480, 481, 960, 1200, 5000)]

    assert found == [jpeg[480], jpeg[480], jpeg[960], jpeg[960], jpeg[1000], jpeg[1000]]


def test_other_sites_are_shown_the_card(image):
    assert image.shown_elsewhere().url == named(image, "card", "jpeg")[1000]


def test_prefetched_pictures_are_printed_without_a_query(image, django_assert_num_queries):
    library.add(upload())

    with django_assert_num_queries(2):
        pictures = list(Image.objects.with_renditions())
    with django_assert_num_queries(0):
        assert all(
            picture(image) + picture(image, shape="square") + image.shown_elsewhere().url
            for image in pictures
        )
