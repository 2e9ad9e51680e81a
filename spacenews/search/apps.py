from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "spacenews.search"
    verbose_name = _("Search")

    public = ("Entry", "Words", "Word", "Slip", "Synonym", "SynonymWord", "PinnedAnswer")
    private = ("Asked", "WorkingEntry", "WorkingWords")
    edges = ()

    def ready(self):
        from spacenews.articles.models import Edition
        from spacenews.articles.signals import edition_printed, editions_removed, filed_anew
        from spacenews.search import filing, index
        from spacenews.search.desk import filing as desk_filing
        from spacenews.search.desk import index as desk_index

        edition_printed.connect(index.take_in, sender=Edition, dispatch_uid="index_a_printed_edition")
        editions_removed.connect(index.leave_out, sender=Edition, dispatch_uid="forget_removed_editions")
        filed_anew.connect(filing.file_anew, dispatch_uid="label_what_was_merged_anew")
        filed_anew.connect(desk_filing.file_anew, dispatch_uid="label_what_was_merged_anew_at_the_desk")
        desk_index.listen()
