from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "spacenews.articles"
    verbose_name = _("Write")

    public = (
        "Section",
        "SectionSlug",
        "Author",
        "AuthorSlug",
        "Tag",
        "TagSlug",
        "Edition",
        "EditionByline",
        "EditionTag",
        "EditionCoverage",
        "EditionFigure",
        "EditionSource",
        "Address",
        "Pin",
    )
    private = (
        "Article",
        "Revision",
        "Merged",
        "ArticleByline",
        "ArticleTag",
        "ArticleCoverage",
        "ArticleFigure",
        "ArticleSource",
        "Autosave",
        "Presence",
        "Note",
        "Mention",
        "SharedLink",
        "SetAside",
        "Piece",
        "EditionBlock",
        "FactFlag",
        "RefusedMention",
    )
    edges = (("Edition", "live_from"), ("Edition", "live_until"), ("Pin", "ends_at"))

    def ready(self):
        from spacenews import migrated
        from spacenews.articles import cards, drawing, made_one, merging, resting
        from spacenews.articles.facts import flags
        from spacenews.articles.signals import edition_printed, filed_anew
        from spacenews.firms.merging import folds
        from spacenews.firms.signals import (
            fact_changed,
            organizations_merged,
            organizations_parted,
            records_updated,
            sources_merged,
        )
        from spacenews.firms.sources.resting import register
        from spacenews.images.signals import renditions_made

        migrated.once(cards.redraw_old, "cards_of_an_old_version")
        post_save.connect(cards.redraw_named, sender="articles.Section", dispatch_uid="cards_of_a_section")
        post_save.connect(cards.redraw_named, sender="articles.Author", dispatch_uid="cards_of_an_author")
        renditions_made.connect(cards.redraw_illustrated, dispatch_uid="cards_of_a_picture")

        fact_changed.connect(flags.flag_printed, dispatch_uid="flags_of_a_change")
        edition_printed.connect(flags.look_at_printed, dispatch_uid="flags_of_an_edition")
        edition_printed.connect(drawing.draw_printed, dispatch_uid="pieces_of_an_edition")
        filed_anew.connect(drawing.drop_filed_anew, dispatch_uid="pieces_filed_anew")
        records_updated.connect(drawing.drop_updated, dispatch_uid="pieces_of_updated")
        sources_merged.connect(merging.source_was_merged, dispatch_uid="a_source_was_merged")
        organizations_merged.connect(made_one.file_anew, dispatch_uid="articles_of_two_that_are_one")
        organizations_parted.connect(made_one.file_anew, dispatch_uid="articles_of_one_that_is_two")
        folds.update(
            dict.fromkeys(("articles.ArticleCoverage", "articles.EditionCoverage"), made_one.keep_stronger)
        )
        register(*resting.KINDS)
        for model in drawing.NAMED_BY:
            post_save.connect(drawing.drop_naming, sender=model, dispatch_uid=f"pieces_naming_{model}")
            post_delete.connect(drawing.drop_naming, sender=model, dispatch_uid=f"pieces_without_{model}")
