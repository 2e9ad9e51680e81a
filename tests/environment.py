"""Read before Django is: a data folder of this process's own, and none of the variables of who runs the tests."""

import atexit
import os
import shutil
import tempfile

OURS = (
    *(
        "SITE_URL",
        "SITE_NAME",
        "TIME_ZONE",
        "PORT",
        "BIND",
        "ALLOWED_HOSTS",
        "TRUSTED_PROXIES",
        "EDGE_S",
        "DEBUG",
    ),
    *("WEBSUB_HUB", "WEBSUB_EVERY_S"),
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DESK_EMAIL", "EMAIL_URL", "FROM_EMAIL", "SECURITY_CONTACT"),
    *("LICENCE_NAME", "LICENCE_URL"),
    "DESK_LANGUAGE",
)

for name in list(os.environ):
    if name in OURS or name.startswith("LIMIT_"):
        del os.environ[name]
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="spacenews-tests-")
os.mkdir(os.path.join(os.environ["DATA_DIR"], "static"))  # as `collectstatic` would
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
