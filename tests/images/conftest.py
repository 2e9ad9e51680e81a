import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Give each test a media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
