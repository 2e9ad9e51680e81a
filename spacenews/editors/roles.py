"""The roles, as data: one table of permissions, written into groups after each migration."""

from django.apps import apps as global_apps
from django.db import DEFAULT_DB_ALIAS

CONTRIBUTOR, EDITOR, DESK, CHIEF = "Contributor", "Editor", "Desk", "Chief"


def look_at(app: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{app}.view_{model}" for model in models)


def work_on(app: str, *models: str) -> tuple[str, ...]:
    verbs = "view", "add", "change", "delete"
    return tuple(f"{app}.{verb}_{model}" for model in models for verb in verbs)


FACTS = (
    *("organization", "organizationslug", "name", "identifier", "foundedalternative"),
    *("cooperation", "party", "figuregroup", "figure", "milestone", "fundinground"),
    *("dispute", "answer", "claim", "source"),
)
ARTICLE_ROWS = ("articlebyline", "articletag", "articlecoverage", "articlefigure", "articlesource")

# A contributor's rights reach his own articles alone: articles.policy says so, and asks these first.
_CONTRIBUTOR = (
    *work_on("articles", "article", *ARTICLE_ROWS),
    *look_at("articles", "revision", "section", "author", "tag"),
    *look_at("firms", *FACTS),
    *("images.view_image", "images.add_image", "images.change_image"),
)
_EDITOR = (
    *_CONTRIBUTOR,
    "articles.change_any_article",
    "articles.publish_article",
    *look_at("articles", "edition"),
    *work_on("articles", "pin", "tag"),
    *work_on("images", "image"),
    "images.change_any_image",
    *work_on("firms", *FACTS),
    *look_at("search", "asked"),
    *work_on("search", "synonym", "pinnedanswer"),
)
_DESK = ("contact.view_message", "contact.answer_message")
_CHIEF = (
    *_EDITOR,
    *_DESK,
    *work_on("articles", "section", "author"),
    *work_on("pages", "page", "pagetext"),
    *("editors.view_user", "editors.add_user", "editors.change_user"),
    *("contact.export_message", "contact.erase_message"),
    *look_at("stats", "violations"),
)
ROLES: dict[str, tuple[str, ...]] = {
    role: tuple(dict.fromkeys(names))
    for role, names in {CONTRIBUTOR: _CONTRIBUTOR, EDITOR: _EDITOR, DESK: _DESK, CHIEF: _CHIEF}.items()
}


def write_roles(using: str = DEFAULT_DB_ALIAS, apps=global_apps, **kwargs) -> None:
    """Make the groups and give each exactly its permissions.

    Runs after `migrate`; those of an app that is not migrated yet are given when it is. No migration does this:
    permissions do not exist while migrations run.
    """
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # a partial migration that stops before auth
        return
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.using(using).select_related("content_type")
    }
    for role, names in ROLES.items():
        group, _made = group_model.objects.using(using).get_or_create(name=role)
        group.permissions.set([permissions[name] for name in names if name in permissions])


def is_chief(user) -> bool:
    return user.is_active and (user.is_superuser or user.groups.filter(name=CHIEF).exists())
