from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FirmsConfig(AppConfig):
    name = "spacenews.firms"
    verbose_name = _("Facts")

    public = (
        "Source",
        "SourceAddress",
        "Organization",
        "OrganizationSlug",
        "Name",
        "Identifier",
        "FoundedAlternative",
        "Cooperation",
        "Party",
        "FigureGroup",
        "Figure",
        "Milestone",
        "FundingRound",
        "Dispute",
        "Answer",
        "Claim",
    )
    private = ("FactChange", "Import", "ImportLine", "Layout", "Merger", "SourceCheck")
    edges = (
        ("Organization", "public_from"),
        ("Cooperation", "public_from"),
        ("Figure", "public_from"),
        ("Milestone", "public_from"),
        ("FundingRound", "public_from"),
        ("Dispute", "public_from"),
        ("Claim", "public_from"),
    )

    def ready(self):
        from spacenews.contact import about
        from spacenews.firms import firm_page
        from spacenews.firms.changes import listening

        about.register("firm", firm_page.subject)
        listening.connect()
