"""What names mean at the desk: all firms, tags and sections are known there, shown to readers or not."""

from spacenews.articles.models import Section, Tag
from spacenews.firms.models import Organization
from spacenews.search.names import Names


class DeskNames(Names):
    def firms(self):
        return Organization.objects.all()

    def tags(self):
        return Tag.objects.all()

    def sections(self):
        return Section.objects.all()
