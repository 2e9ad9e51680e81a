"""What is kept: whole answers with every header, in the bytes that were asked for, in the memory of each process."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from django.http import HttpRequest

from spacenews.pagecache.encodings import ENCODINGS, IDENTITY, TIGHTEST, is_packable
from spacenews.pagecache.stamp import Reading

Headers = list[tuple[str, str]]
Key = tuple[str, str]  # the path, which holds the language, and of the query what a public view reads
NOT_MODIFIED = "304 Not Modified"
OF_THE_BYTES = ("content-type", "content-length", "content-encoding", "etag", "vary")
OVERHEAD = 4096  # bytes that a page counts beside its own, so that the number of pages is bounded too
LARGE = 256 * 1024  # bytes from which what can be packed is held packed alone
SMALL_PART = 8  # of the whole
LARGEST_PART = 4  # of a shelf: what one page may take of it


class Ready(NamedTuple):
    """What a server is given."""

    status: str
    headers: Headers
    body: list[bytes]


class Variant(NamedTuple):
    """A page in one encoding, and the headers for who has these bytes already."""

    content: bytes
    etag: str
    headers: Headers
    unmodified: Headers


@dataclass(eq=False)
class Page:
    """A whole answer, packed in an encoding when it is first asked for in it."""

    status: str
    headers: Headers  # but for those that tell of the bytes
    content_type: str
    is_packable: bool
    is_large: bool = False
    reading: Reading | None = None
    note: Callable[[HttpRequest], None] | None = None  # called with each request that gets it from the store
    variants: dict[str, Variant] = field(default_factory=dict)

    @classmethod
    def of(cls, status: str, headers: Headers, content: bytes, encoding: str) -> "Page":
        content_type = {name.lower(): value for name, value in headers}.get("content-type", "")
        shared = [(name, value) for name, value in headers if name.lower() not in OF_THE_BYTES]
        packable = is_packable(content, content_type)
        page = cls(status, shared, content_type, packable, packable and len(content) > LARGE)
        page.add(page.held_in(encoding), content)
        return page

    def known(self, encoding: str) -> str:
        return encoding if self.is_packable else IDENTITY

    def held_in(self, encoding: str) -> str:
        """A large page is unpacked anew for who wants it plain: it would take the room of very many."""
        known = self.known(encoding)
        return TIGHTEST if self.is_large and known == IDENTITY else known

    @property
    def size(self) -> int:
        return OVERHEAD + sum(len(variant.content) for _encoding, variant in self.held())

    def held(self) -> list[tuple[str, Variant]]:
        """Return what there is of it at one moment: other threads may be adding to it."""
        return list(self.variants.items())

    def widen(self, encoding: str) -> bool:
        """Pack it in one more encoding, out of one that it has; return whether that was to be done."""
        if self.held_in(encoding) in self.variants:
            return False
        self.add(self.held_in(encoding), self.content())
        return True

    def content(self) -> bytes:
        packed, variant = self.held()[0]
        return ENCODINGS[packed].unpack(variant.content)

    def add(self, encoding: str, content: bytes) -> None:
        self.variants[encoding] = self.variant(encoding, content)

    def variant(self, encoding: str, content: bytes) -> Variant:
        """The tag is made from the bytes alone: the stamp in it would tell that something hidden was written."""
        packed = ENCODINGS[encoding].pack(content)
        etag = f'"{blake2b(packed, digest_size=16).hexdigest()}"'
        unmodified = [*self.headers, ("ETag", etag)] if self.status.startswith("200") else [*self.headers]
        unmodified += [("Vary", "Accept-Encoding")] if self.is_packable else []
        headers = [*unmodified, ("Content-Type", self.content_type), ("Content-Length", str(len(packed)))]
        headers += [("Content-Encoding", encoding)] if encoding != IDENTITY else []
        return Variant(packed, etag, headers, unmodified)

    def ready(self, encoding: str, seen: str) -> Ready:
        """Return the answer for who unpacks this encoding, and has seen these tags (If-None-Match)."""
        known = self.known(encoding)
        variant = self.variants.get(known) or self.variant(known, self.content())
        if seen and self.status.startswith("200") and names(seen, variant.etag):
            return Ready(NOT_MODIFIED, variant.unmodified.copy(), [])
        return Ready(self.status, variant.headers.copy(), [variant.content])


def names(seen: str, etag: str) -> bool:
    """Compare weakly, as RFC 9110 (13.1.2) has it: a proxy may have weakened the tag."""
    tags = [tag.strip().removeprefix("W/") for tag in seen.split(",")]
    return etag in tags or tags == ["*"]


class Shelf:
    """Pages within a number of bytes; what was not asked for longest goes first."""

    def __init__(self, most_bytes: int):
        self.most_bytes, self.bytes = most_bytes, 0
        self.pages: OrderedDict[Key, tuple[Page, int]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Key, reading: Reading | None) -> Page | None:
        with self.lock:
            page, _size = self.pages.get(key, (None, 0))
            if page is None or page.reading != reading:
                return None
            self.pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page, unless it is so large that it would take the place of very many."""
        with self.lock:
            self.drop(key)
            if page.size > self.most_bytes // LARGEST_PART:
                return
            self.pages[key] = page, page.size
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self.drop(next(iter(self.pages)))

    def drop(self, key: Key) -> None:
        _page, size = self.pages.pop(key, (None, 0))
        self.bytes -= size


class Store:
    """Pages without a query are as many as were published, and stand apart from what anybody can think up more of."""

    def __init__(self, most_bytes: int):
        self.others = Shelf(most_bytes // SMALL_PART)
        self.pages = Shelf(most_bytes - most_bytes // SMALL_PART)

    def get(self, key: Key, reading: Reading | None) -> Page | None:
        return (self.pages.get(key, reading) if not key[1] else None) or self.others.get(key, reading)

    def put(self, key: Key, page: Page) -> None:
        """Keep a page, or count it anew when it has grown."""
        is_one_of_many = key[1] or not page.status.startswith("200")
        (self.others if is_one_of_many else self.pages).put(key, page)
