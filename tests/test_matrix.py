"""Who gets what from which address: one table of every route and every role, by GET and by a forged POST."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from http.cookies import SimpleCookie
from itertools import product
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache.statements import written_tables
from tests import newsroom
from tests.newsroom import STAFF
from tests.routes import LANGUAGES, addresses

pytestmark = pytest.mark.django_db

METHODS = ("get", "post")
COLUMNS = ("anonymous", STAFF, CONTRIBUTOR, EDITOR, DESK, CHIEF)
ON_BOTH = ("anonymous", CHIEF)  # databases: who may do least and who may do most
only_on_sqlite = partial(pytest.param, marks=pytest.mark.sqlite)
SIGNS = {
    "s": (200, "shown"),
    "h": (204, "heard, and answered nothing"),
    "c": (201, "made, and shown this once: something changed"),
    "o": (200, "opened or answered, and written down: something changed"),
    "d": (302, "done: something changed"),
    "D": (303, "done: something changed"),
    "l": (302, "led elsewhere"),
    "p": (301, "led elsewhere, for good"),
    "L": (303, "led elsewhere"),
    "i": (302, "asked to sign in"),
    "u": (401, "asked to sign in, by a script"),
    "b": (302, "sent back to the start page: for this person there is no such thing"),
    "x": (403, "refused"),
    "n": (404, "not there"),
    "m": (405, "takes no such request"),
    "g": (410, "withdrawn"),
}
CHANGING = "codD"
PLAIN = {
    (status, said in CHANGING): said for said, (status, _meaning) in SIGNS.items() if status not in (302, 303)
}
GROUPS = {
    "app": ("articles", "images", "firms"),
    "fact": (
        *("organization", "source", "figuregroup", "figure", "cooperation"),
        *("milestone", "fundinground", "dispute", "claim"),
    ),
    "filed": ("section", "author"),
    "feed": ("rss", "atom", "json"),
    "file": ("csv", "json"),
    "list": ("section", "author", "tag"),
    "curated": ("synonym", "pinnedanswer"),
    "pick": ("link", "figure", "image", "series", "dispute", "claim"),
    "page": ("about", "ethics", "corrections-policy", "privacy"),
    "told": (
        *("articles", "organizations", "cooperations", "figures", "milestones", "sources", "funding-rounds"),
        *("disputes", "claims"),
    ),
    "told_fact": ("cooperation", "figure", "milestone", "source", "dispute", "claim"),
}

# A route by its name, or by its pattern if it has none; what it is asked about: a thing of `newsroom`, behind a
# colon the steps of an article, else the arguments of the address; then what each of COLUMNS gets by GET and by POST.
# Nothing changes but where "done" stands. Who is not signed in asks a route for readers under the prefix of each
# language, each role under one of them: what readers get is the same for everybody.
TABLE = """
admin_password_reset                       -                                       ssssss  ssssss
password_reset_done                        -                                       ssssss  mmmmmm
password_reset_complete                    -                                       ssssss  mmmmmm
password_reset_confirm                     MQ/forged-token                         ssssss  ssssss
sign_in_again                              -                                       ssssss  ssssss

admin:index                                -                                       isssss  isssss
admin:login                                -                                       sbbbbb  ssssss
admin:logout                               -                                       bmmmmm  bsssss
admin:password_change                      -                                       isssss  iddddd
admin:password_change_done                 -                                       isssss  immmmm
admin:jsi18n                               -                                       isssss  immmmm
admin:app_list                             {app}                                   inssns  inssns
admin:app_list                             search                                  innsns  innsns
admin:app_list                             contact                                 innnss  innnss
admin:app_list                             pages                                   innnns  innnns
admin:app_list                             editors                                 innnns  innnns
admin:autocomplete                         articles.article.original               ixssxs  immmmm
admin:autocomplete                         articles.article.lead                   ixssxs  immmmm
admin:autocomplete                         articles.article.source_line_source     ixssxs  immmmm
admin:autocomplete                         articles.articlebyline.author           ixssxs  immmmm
admin:autocomplete                         articles.articletag.tag                 ixssxs  immmmm
admin:autocomplete                         articles.articlecoverage.organization   ixssxs  immmmm
admin:autocomplete                         articles.pin.article                    ixssxs  immmmm
admin:autocomplete                         search.pinnedanswer.article             ixssxs  immmmm
admin:autocomplete                         articles.author.portrait                ixssxs  immmmm
admin:autocomplete                         firms.figure.group                      ixssxs  immmmm
admin:autocomplete                         firms.answer.figure                     ixssxs  immmmm
admin:autocomplete                         articles.article.created_by             ixxxxs  immmmm
admin/(?P<url>.*)$                         nothing/                                innnnn  innnnn
admin/(?P<url>.*)$                         r/1/1/                                  innnnn  innnnn

admin:articles_article_changelist          own draft: delete_selected              ixssxs  ixllxl
admin:articles_article_changelist          own draft: delete_drafts plan           ixssxs  ixddxd
admin:articles_article_changelist          other's draft: delete_drafts plan       ixssxs  ixldxd
admin:articles_article_changelist          own scheduled: unschedule               ixssxs  ixldxd
admin:articles_article_changelist          own live: delete_drafts                 ixssxs  ixllxl
admin:articles_article_changelist          own live: plan                          ixssxs  ixldxd
admin:articles_article_add                 -                                       ixssxs  ixddxd
admin/articles/article/<path:object_id>/   other's draft                           illlll  illlll
admin:articles_article_change              own draft                               ixssxs  ixddxd
admin:articles_article_change              own handed back                         ixssxs  ixddxd
admin:articles_article_change              own scheduled                           ixssxs  ixxdxd
admin:articles_article_change              own live                                ixssxs  ixxdxd
admin:articles_article_change              own withdrawn                           ixssxs  ixxdxd
admin:articles_article_change              other's draft                           ixbsxs  ixbdxd
admin:articles_article_change              other's live                            ixbsxs  ixbdxd
admin:articles_article_delete              own draft                               ixssxs  ixddxd
admin:articles_article_delete              own handed back                         ixxxxx  ixxxxx
admin:articles_article_delete              own scheduled                           ixxxxx  ixxxxx
admin:articles_article_delete              own live                                ixxxxx  ixxxxx
admin:articles_article_delete              own withdrawn                           ixxxxx  ixxxxx
admin:articles_article_delete              other's draft                           ixbsxs  ixbdxd
admin:articles_article_delete              other's live                            ixbxxx  ixbxxx
admin:articles_article_history             own draft                               ibssbs  ibssbs
admin:articles_article_history             own live                                ibssbs  ibssbs
admin:articles_article_history             other's draft                           ibbsbs  ibbsbs
admin:articles_article_history             other's live                            ibbsbs  ibbsbs
admin:articles_article_calendar            -                                       ixssxs  immmmm
admin:coverage                             -                                       ixssxs  immmmm
admin:articles_article_idea                -                                       immmmm  ixddxd
admin:articles_article_plan                own draft                               immmmm  inddnd
admin:articles_article_plan                own handed back                         immmmm  inddnd
admin:articles_article_plan                own live                                immmmm  inxdnd
admin:articles_article_plan                other's draft                           immmmm  inndnd
admin:articles_article_keep                own draft                               mmmmmm  unoono
admin:articles_article_keep                own live                                mmmmmm  unoono
admin:articles_article_keep                other's draft                           mmmmmm  unnono
admin:articles_article_keep                other's live                            mmmmmm  unnono
admin:articles_article_keep_new            -                                       mmmmmm  uxooxo
admin:articles_article_drop                own draft                               immmmm  indlnl
admin:articles_article_drop                other's draft                           immmmm  innlnl
admin:articles_article_drop_new            -                                       immmmm  ildlll
admin:articles_article_presence            own draft                               mmmmmm  unoono
admin:articles_article_presence            other's draft                           mmmmmm  unnono
admin:articles_article_notes               own draft                               inssns  inddnd
admin:articles_article_notes               own live                                inssns  inddnd
admin:articles_article_notes               other's draft                           innsns  inndnd
admin:articles_article_notes_seen          own draft                               immmmm  indlnl
admin:articles_article_notes_seen          other's draft                           immmmm  innlnl
admin:articles_article_note_delete         own note                                immmmm  indxnx
admin:articles_article_note_delete         other's note                            immmmm  innxnx
admin:articles_article_note_delete         review note                             immmmm  inxxnx
admin:articles_article_compare             own draft                               inssns  immmmm
admin:articles_article_compare             own live                                inssns  immmmm
admin:articles_article_compare             other's draft                           innsns  immmmm
admin:articles_article_revision            own draft: 1                            inssns  immmmm
admin:articles_article_revision            own live: 1                             inssns  immmmm
admin:articles_article_revision            other's draft: 1                        innsns  immmmm
admin:articles_article_restore             own draft: 1                            immmmm  inddnd
admin:articles_article_restore             own handed back: 1                      immmmm  inddnd
admin:articles_article_restore             own live: 1                             immmmm  inxdnd
admin:articles_article_restore             own draft: 9                            immmmm  innnnn
admin:articles_article_restore             other's draft: 1                        immmmm  inndnd
admin:articles_fact_changes                -                                       ixssxs  immmmm
admin:articles_fact_change                 change of a fact                        ixssxs  immmmm
admin:articles_fact_correct                own flag                                ixxsxs  ixxdxd
admin:articles_fact_correct                other's flag                            ixnsxs  ixndxd
admin:articles_fact_keep                   own flag                                ixxsxs  ixxdxd
admin:articles_fact_keep                   other's flag                            ixnsxs  ixndxd
admin:articles_stale                       -                                       ixssxs  immmmm
admin:articles_stale_checked               -                                       immmmm  ixxdxd
admin:articles_stale_promise               due promise                             ixxsxs  ixxdxd
admin:articles_stale_supersede             figure in conflict                      ixxsxs  ixxdxd
admin:articles_stale_dispute               figure in conflict                      ixxsxs  ixxdxd
admin:articles_article_scheduled           -                                       ixssxs  immmmm
admin:articles_article_take_back           own set aside: 2                        inxsns  inxdnd
admin:articles_article_take_back           own set aside: 1                        innnnn  innnnn
admin:articles_article_take_back           other's live: 1                         innnnn  innnnn
admin:articles_article_step                own draft: submit                       inssns  indsns
admin:articles_article_step                own draft: publish schedule assign      inxsns  inxdnd
admin:articles_article_step                own draft: approve send-back hand-back  inxsns  inxsns
admin:articles_article_step                own draft: change correct withdraw      inxsns  inxsns
admin:articles_article_step                own draft: restore unschedule load-live  inxsns  inxsns
admin:articles_article_step                own in review: submit                   inssns  inssns
admin:articles_article_step                own in review: assign approve send-back  inxsns  inxdnd
admin:articles_article_step                own in review: hand-back                inxsns  inxsns
admin:articles_article_step                own handed back: submit                 inssns  indsns
admin:articles_article_step                own handed back: change correct withdraw  inxsns  inxdnd
admin:articles_article_step                own handed back: load-live schedule     inxsns  inxdnd
admin:articles_article_step                own handed back: assign approve send-back hand-back  inxsns  inxsns
admin:articles_article_step                own handed back: publish restore unschedule  inxsns  inxsns
admin:articles_article_step                own scheduled: submit                   inxsns  inxsns
admin:articles_article_step                own scheduled: publish schedule unschedule  inxsns  inxdnd
admin:articles_article_step                own scheduled: assign hand-back         inxsns  inxdnd
admin:articles_article_step                own scheduled: approve send-back        inxsns  inxsns
admin:articles_article_step                own scheduled: change correct withdraw restore load-live  inxsns  inxsns
admin:articles_article_step                own live: change correct withdraw       inxsns  inxdnd
admin:articles_article_step                own live: load-live schedule hand-back  inxsns  inxdnd
admin:articles_article_step                own live: submit assign approve send-back  inxsns  inxsns
admin:articles_article_step                own live: publish restore unschedule    inxsns  inxsns
admin:articles_article_step                own withdrawn: publish schedule restore  inxsns  inxdnd
admin:articles_article_step                own withdrawn: assign hand-back         inxsns  inxdnd
admin:articles_article_step                own withdrawn: submit approve send-back  inxsns  inxsns
admin:articles_article_step                own withdrawn: change correct withdraw unschedule load-live  inxsns  inxsns
admin:articles_article_step                other's draft: submit                   innsns  inndns
admin:articles_article_step                other's draft: publish schedule assign  innsns  inndnd
admin:articles_article_step                other's draft: approve send-back hand-back  innsns  innsns
admin:articles_article_step                other's draft: change correct withdraw  innsns  innsns
admin:articles_article_step                other's draft: restore unschedule load-live  innsns  innsns
admin:articles_article_step                other's live: change correct withdraw   innsns  inndnd
admin:articles_article_step                other's live: load-live schedule        innsns  inndnd
admin:articles_article_step                other's live: submit assign approve     innsns  innsns
admin:articles_article_step                other's live: send-back hand-back       innsns  innsns
admin:articles_article_step                other's live: publish restore unschedule  innsns  innsns
admin:articles_article_step                own draft: nothing                      innnnn  innnnn
admin:articles_article_pick                {pick}                                  ixssxs  immmmm
admin:articles_article_pick                nothing                                 ixnnxn  immmmm

admin:articles_article_named               own draft                               mmmmmm  unssns
admin:articles_article_named               own live                                mmmmmm  unxsns
admin:articles_article_named               other's draft                           mmmmmm  unnsns
admin:articles_article_named_new           -                                       mmmmmm  uxssxs
admin:articles_article_named_refuse        own draft                               mmmmmm  unoono
admin:articles_article_named_refuse        own live                                mmmmmm  unxono
admin:articles_article_named_refuse        other's draft                           mmmmmm  unnono
admin:articles_article_preview             own draft                               immmmm  inssns
admin:articles_article_preview             own live                                immmmm  inxsns
admin:articles_article_preview             other's draft                           immmmm  innsns
admin:articles_article_preview             other's live                            immmmm  innsns
admin:articles_article_preview_new         -                                       immmmm  ixssxs
admin:articles_article_share               own draft                               inssns  inccnc
admin:articles_article_share               own live                                inxsns  inxcnc
admin:articles_article_share               other's draft                           innsns  inncnc
admin:articles_article_share_revoke        own link                                immmmm  inddnd
admin:articles_article_share_revoke        other's link                            immmmm  inndnd

admin:articles_pin_changelist              pin                                     ixxsxs  ixxdxd
admin:articles_pin_preview                 -                                       immmmm  ixxsxs
admin:articles_tag_changelist              tag                                     ixssxs  ixslxl
admin:articles_tag_changelist              tag: delete_unused                      ixssxs  ixsdxd
admin:articles_tag_changelist              printed tag: delete_unused              ixssxs  ixslxl
admin:articles_tag_choose                  articles.articletag.tag                 ixssxs  immmmm
admin:articles_tag_create                  -                                       immmmm  ixxoxo
admin:articles_tag_merge                   tag                                     ixxsxs  ixxdxd
admin:articles_tag_add                     -                                       ixxsxs  ixxdxd
admin/articles/tag/<path:object_id>/       tag                                     illlll  illlll
admin:articles_tag_change                  tag                                     ixssxs  ixxdxd
admin:articles_tag_delete                  tag                                     ixxsxs  ixxdxd
admin:articles_tag_delete                  printed tag                             ixxsxs  ixxsxs
admin:articles_tag_history                 tag                                     ixssxs  ixssxs
admin:articles_{filed}_changelist          {filed}                                 ixssxs  ixssxl
admin:articles_{filed}_changelist          {filed}: delete_unused                  ixssxs  ixssxd
admin:articles_{filed}_changelist          printed {filed}: delete_unused          ixssxs  ixssxl
admin:articles_{filed}_merge               {filed}                                 ixxxxs  ixxxxd
admin:articles_{filed}_add                 -                                       ixxxxs  ixxxxd
admin/articles/{filed}/<path:object_id>/   {filed}                                 illlll  illlll
admin:articles_{filed}_change              {filed}                                 ixssxs  ixxxxd
admin:articles_{filed}_delete              {filed}                                 ixxxxs  ixxxxd
admin:articles_{filed}_delete              printed {filed}                         ixxxxs  ixxxxs
admin:articles_{filed}_history             {filed}                                 ixssxs  ixssxs

admin:images_image_changelist              own picture                             ixssxs  ixsdxd
admin:images_image_changelist              own printed picture                     ixssxs  ixssxs
admin:images_image_add                     -                                       ixssxs  ixddxd
admin/images/image/<path:object_id>/       other's picture                         illlll  illlll
admin:images_image_change                  own picture                             ixssxs  ixddxd
admin:images_image_change                  own printed picture                     ixssxs  ixxdxd
admin:images_image_change                  other's picture                         ixbsxs  ixbdxd
admin:images_image_delete                  own picture                             ixxsxs  ixxdxd
admin:images_image_delete                  own printed picture                     ixxsxs  ixxsxs
admin:images_image_delete                  other's picture                         ixxsxs  ixxdxd
admin:images_image_history                 own picture                             ibssbs  ibssbs
admin:images_image_history                 other's picture                         ibbsbs  ibbsbs

admin:firms_{fact}_changelist              {fact}                                  ixssxs  ixsdxd
admin:firms_{fact}_add                     -                                       ixxsxs  ixxdxd
admin/firms/{fact}/<path:object_id>/       {fact}                                  illlll  illlll
admin:firms_{fact}_change                  {fact}                                  ixssxs  ixxdxd
admin:firms_{fact}_delete                  {fact}                                  ixxsxs  ixxdxd
admin:firms_{fact}_history                 {fact}                                  ixssxs  ixssxs
admin:firms_organization_delete            public firm                             ixxsxs  ixxsxs
admin:firms_source_rests                   source                                  ixssxs  immmmm
admin:firms_source_merge                   source                                  ixxsxs  ixxdxd
admin:firms_source_gone                    source                                  immmmm  ixxdxd
admin:firms_organization_merge             organization                            ixxsxs  ixxdxd
admin:firms_organization_part              merger                                  ixxsxs  ixxdxd
admin:firms_organization_imports           -                                       ixxsxs  ixxdxd
admin:firms_organization_import            import                                  ixxsxs  ixxdxd
admin:firms_organization_import_lines      import                                  ixxsxs  immmmm

admin:search_asked_changelist              asked                                   ixxsxs  ixxsxs
admin:search_asked_add                     -                                       ixxxxx  ixxxxx
admin/search/asked/<path:object_id>/       asked                                   illlll  illlll
admin:search_asked_change                  asked                                   ixxsxs  ixxxxx
admin:search_asked_delete                  asked                                   ixxxxx  ixxxxx
admin:search_asked_history                 asked                                   ixxsxs  ixxsxs
admin:search_{curated}_changelist          {curated}                               ixxsxs  ixxsxs
admin:search_{curated}_add                 -                                       ixxsxs  ixxdxd
admin/search/{curated}/<path:object_id>/   {curated}                               illlll  illlll
admin:search_{curated}_change              {curated}                               ixxsxs  ixxdxd
admin:search_{curated}_delete              {curated}                               ixxsxs  ixxdxd
admin:search_synonym_history               synonym                                 ixxsxs  ixxsxs
admin:search_pinnedanswer_history          pinnedanswer                            ibbsbs  ibbsbs

admin:contact_message_changelist           letter                                  ixxxss  ixxxdd
admin:contact_message_add                  -                                       ixxxxx  ixxxxx
admin/contact/message/<path:object_id>/    letter                                  illlll  illlll
admin:contact_message_change               letter                                  ixxxss  ixxxxx
admin:contact_message_delete               letter                                  ixxxxx  ixxxxx
admin:contact_message_history              letter                                  ixxxss  ixxxss
admin:contact_message_open                 letter                                  immmmm  ixxxDD
admin:contact_message_open                 closed letter                           immmmm  ixxxLL
admin:contact_message_answer               letter                                  immmmm  ixxxDD
admin:contact_message_close                letter                                  immmmm  ixxxDD
admin:contact_message_reopen               closed letter                           immmmm  ixxxDD
admin:contact_message_reopen               letter                                  immmmm  ixxxLL
admin:contact_message_spam                 letter                                  immmmm  ixxxDD
admin:contact_message_not-spam             spam                                    immmmm  ixxxDD
admin:contact_message_not-spam             letter                                  immmmm  ixxxLL
admin:contact_message_erase                letter                                  immmmm  ixxxxD

admin:pages_page_changelist                page                                    ixxxxs  ixxxxd
admin:pages_page_add                       -                                       ixxxxs  ixxxxd
admin/pages/page/<path:object_id>/         page                                    illlll  illlll
admin:pages_page_change                    page                                    ixxxxs  ixxxxd
admin:pages_page_delete                    page                                    ixxxxs  ixxxxd
admin:pages_page_history                   page                                    ixxxxs  ixxxxs

admin:editors_user_changelist              an editor                               ixxxxs  ixxxxs
admin:editors_user_add                     -                                       ixxxxs  ixxxxd
admin/editors/user/<path:object_id>/       an editor                               illlll  illlll
admin:editors_user_change                  an editor                               ixxxxs  ixxxxd
admin:editors_user_change                  a superuser                             ixxxxs  ixxxxx
admin:editors_user_delete                  an editor                               ixxxxx  ixxxxx
admin:editors_user_history                 an editor                               ixxxxs  ixxxxs
admin:auth_user_password_change            an editor                               ixxxxs  ixxxxd
admin:auth_user_password_change            a superuser                             ixxxxx  ixxxxx

front                                      -                                       ssssss  mmmmmm
article                                    own live                                ssssss  mmmmmm
article                                    own draft                               nnnnnn  mmmmmm
article                                    own scheduled                           nnnnnn  mmmmmm
article                                    own withdrawn                           gggggg  mmmmmm
year                                       2026                                    ssssss  mmmmmm
year                                       1999                                    nnnnnn  mmmmmm
month                                      2026/3                                  ssssss  mmmmmm
month                                      2026/4                                  nnnnnn  mmmmmm
archive                                    -                                       ssssss  mmmmmm
corrections                                -                                       ssssss  mmmmmm
reading-list                               -                                       ssssss  mmmmmm
corrections-{feed}                         -                                       ssssss  mmmmmm
all-{feed}                                 -                                       ssssss  mmmmmm
{list}                                     printed {list}                          ssssss  mmmmmm
{list}                                     {list}                                  nnnnnn  mmmmmm
{list}-{feed}                              printed {list}                          ssssss  mmmmmm
{list}-{feed}                              {list}                                  nnnnnn  mmmmmm
firms                                      -                                       ssssss  mmmmmm
firms-csv                                  -                                       ssssss  mmmmmm
firms-json                                 -                                       ssssss  mmmmmm
firms-compare                              -                                       ssssss  mmmmmm
firm                                       public firm                             ssssss  mmmmmm
firm                                       organization                            nnnnnn  mmmmmm
firm-{feed}                                public firm                             ssssss  mmmmmm
firm-{feed}                                organization                            nnnnnn  mmmmmm
firm-network                               public firm                             ssssss  mmmmmm
firm-network                               organization                            nnnnnn  mmmmmm
firm-network-{file}                        public firm                             ssssss  mmmmmm
firm-network-{file}                        organization                            nnnnnn  mmmmmm
network                                    -                                       ssssss  mmmmmm
network-{file}                             -                                       ssssss  mmmmmm
figures                                    -                                       ssssss  mmmmmm
series                                     public series                           ssssss  mmmmmm
series                                     figuregroup                             nnnnnn  mmmmmm
series-csv                                 public series                           ssssss  mmmmmm
series-csv                                 figuregroup                             nnnnnn  mmmmmm
series-json                                public series                           ssssss  mmmmmm
series-json                                figuregroup                             nnnnnn  mmmmmm
data                                       -                                       ssssss  mmmmmm
data-csv                                   organizations                           ssssss  mmmmmm
data-csv                                   letters                                 nnnnnn  mmmmmm
data-json                                  sources                                 ssssss  mmmmmm
data-json                                  letters                                 nnnnnn  mmmmmm
claims                                     -                                       ssssss  mmmmmm
search                                     -                                       ssssss  mmmmmm
search-help                                -                                       ssssss  mmmmmm
search-feed                                -                                       ssssss  mmmmmm
search-suggest                             -                                       ssssss  mmmmmm
label                                      space                                   llllll  mmmmmm
contact                                    -                                       ssssss  DDDDDD
contact-thanks                             -                                       ssssss  mmmmmm
{page}                                     -                                       ssssss  mmmmmm

blogger-post                               own live                                pppppp  mmmmmm
blogger-post                               own draft                               nnnnnn  mmmmmm
blogger-post                               own scheduled                           nnnnnn  mmmmmm
blogger-post                               own withdrawn                           gggggg  mmmmmm
blogger-page                               about                                   pppppp  mmmmmm
blogger-page                               imprint                                 nnnnnn  mmmmmm
blogger-search                             -                                       pppppp  mmmmmm
blogger-atom                               -                                       pppppp  mmmmmm
blogger-rss                                -                                       pppppp  mmmmmm
blogger-feed                               -                                       pppppp  mmmmmm
blogger-summaries                          -                                       pppppp  mmmmmm
blogger-label-feed                         printed tag                             pppppp  mmmmmm
blogger-label-feed                         tag                                     nnnnnn  mmmmmm
blogger-comments                           -                                       gggggg  mmmmmm
blogger-post-comments                      123                                     gggggg  mmmmmm

front-md                                   -                                       ssssss  mmmmmm
article-md                                 own live                                ssssss  mmmmmm
article-md                                 own draft                               nnnnnn  mmmmmm
article-md                                 own scheduled                           nnnnnn  mmmmmm
article-md                                 own withdrawn                           gggggg  mmmmmm
corrections-md                             -                                       ssssss  mmmmmm
{list}-md                                  printed {list}                          ssssss  mmmmmm
{list}-md                                  {list}                                  nnnnnn  mmmmmm
firms-md                                   -                                       ssssss  mmmmmm
firm-md                                    public firm                             ssssss  mmmmmm
firm-md                                    organization                            nnnnnn  mmmmmm
figures-md                                 -                                       ssssss  mmmmmm
series-md                                  public series                           ssssss  mmmmmm
series-md                                  figuregroup                             nnnnnn  mmmmmm
claims-md                                  -                                       ssssss  mmmmmm
{page}-md                                  -                                       ssssss  mmmmmm
llms                                       -                                       ssssss  mmmmmm
embed-article                              own live                                ssssss  mmmmmm
embed-article                              own draft                               nnnnnn  mmmmmm
embed-article                              own scheduled                           nnnnnn  mmmmmm
embed-article                              own withdrawn                           gggggg  mmmmmm
embed-firm                                 public firm                             ssssss  mmmmmm
embed-firm                                 organization                            nnnnnn  mmmmmm
embed-figure                               public series                           ssssss  mmmmmm
embed-figure                               figuregroup                             nnnnnn  mmmmmm
oembed                                     -                                       nnnnnn  mmmmmm

api                                        -                                       ssssss  mmmmmm
api-description                            -                                       ssssss  mmmmmm
api-root                                   -                                       nnnnnn  mmmmmm
api-nothing                                nothing                                 nnnnnn  mmmmmm
api-{told}                                 -                                       ssssss  mmmmmm
api-article                                own live                                ssssss  mmmmmm
api-article                                own draft                               nnnnnn  mmmmmm
api-article                                own scheduled                           nnnnnn  mmmmmm
api-article                                own withdrawn                           gggggg  mmmmmm
api-organization                           public firm                             ssssss  mmmmmm
api-organization                           organization                            nnnnnn  mmmmmm
api-{told_fact}                                 {told_fact}                                  nnnnnn  mmmmmm
api-funding-round                          fundinground                            nnnnnn  mmmmmm

draft                                      open-token                              oooooo  mmmmmm
draft                                      ended-token                             nnnnnn  mmmmmm
draft                                      revoked-token                           nnnnnn  mmmmmm
draft                                      no-such-token                           nnnnnn  mmmmmm

media                                      own picture                             ssssss  mmmmmm
media                                      other's picture                         nnnnnn  mmmmmm
sitemap                                    -                                       ssssss  mmmmmm
sitemap-part                               articles-2026-03                        ssssss  mmmmmm
sitemap-part                               news                                    ssssss  mmmmmm
sitemap-part                               nothing                                 nnnnnn  mmmmmm
robots                                     -                                       ssssss  mmmmmm
security                                   -                                       ssssss  mmmmmm
manifest                                   -                                       ssssss  mmmmmm
favicon                                    -                                       ssssss  mmmmmm
opensearch                                 -                                       ssssss  mmmmmm
seen                                       -                                       mmmmmm  hhhhhh
csp-reports                                -                                       mmmmmm  hhhhhh
healthz                                    -                                       ssssss  mmmmmm
readyz                                     -                                       ssssss  mmmmmm
"""


class Row(NamedTuple):
    route: str
    of: str
    get: str
    post: str


def rows() -> Iterator[Row]:
    """Read the table; a group in braces stands for each of its members, as do the steps behind a colon."""
    for line in filter(None, TABLE.splitlines()):
        names = sorted(set(re.findall(r"{(\w+)}", line)))
        for members in product(*(GROUPS[name] for name in names)):
            row = Row(*re.split(r"  +", line.format(**dict(zip(names, members, strict=True)))))
            thing, colon, steps = row.of.partition(": ")
            yield from (row._replace(of=f"{thing}: {step}") for step in steps.split()) if colon else [row]


ROWS = tuple(rows())


class Watch:
    """Runs a request as if it had never been, and tells whether it changed anything that is stored.

    Without a statement that writes nothing can have changed; after one all is compared. Sessions and the salt of
    the day, made when it is first needed, are not looked at.
    """

    UNWATCHED = frozenset(("django_session", "limits_salt"))

    def __init__(self):
        self.tables = sorted(set(connection.introspection.table_names()) - self.UNWATCHED)
        self.before, self.wrote = self.stored(), False

    def stored(self) -> dict[str, list[str]]:
        with connection.cursor() as cursor:
            return {table: rows_of(cursor, table) for table in self.tables}

    def note(self, execute, sql, params, many, context):
        self.wrote = self.wrote or bool(written_tables(sql) - self.UNWATCHED)
        return execute(sql, params, many, context)

    def over(self, send: Callable[[], HttpResponse]) -> tuple[HttpResponse, bool]:
        """Return the answer, and whether anything changed."""
        self.wrote, point = False, transaction.savepoint()
        try:
            with connection.execute_wrapper(self.note):
                response = send()
            return response, self.wrote and self.stored() != self.before
        finally:
            transaction.savepoint_rollback(point)


def rows_of(cursor, table: str) -> list[str]:
    cursor.execute(f'SELECT * FROM "{table}"')
    return sorted(map(repr, cursor.fetchall()))


def sign(response: HttpResponse, changed: bool) -> str:
    """Return the sign of an answer; an answer that has none is told in words."""
    status, target = response.status_code, urlsplit(response.headers.get("Location", "")).path
    led = {reverse("admin:login"): "i", reverse("admin:index"): "b"}.get(target, "d" if changed else "l")
    said = {302: led, 303: led.upper()}.get(status) or PLAIN.get((status, changed))
    return said if said in SIGNS and changed == (said in CHANGING) else f"{status} {target} changed={changed}"


@pytest.fixture(scope="module")
def forger(django_db_setup, django_db_blocker) -> Iterator[newsroom.Forger]:
    """Make one newsroom for all roles; each test runs in a transaction inside of the one that undoes it.

    It is made in the minutes before, which takes seconds: what was withdrawn is so when the tests ask.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        site_clock.offset = newsroom.NOW - timedelta(minutes=5) - timezone.now()
        yield newsroom.Forger()
        transaction.set_rollback(True)


def test_every_route_has_a_row_and_every_row_a_route():
    assert {row.route for row in ROWS} == LANGUAGES.keys()


def test_the_table_holds_at_least_1500_pairs():
    """A pair is an address and a role; each is asked by GET and by a forged POST."""
    assert sum(len(in_turn(column, LANGUAGES[row.route])) for row in ROWS for column in COLUMNS) >= 1_500


def in_turn(column: str, of_languages: Sequence) -> Sequence:
    """Return all that a row has in several languages, or for a role one of them."""
    at = COLUMNS.index(column)
    return of_languages[at % len(of_languages) :][:1] if at else of_languages


@pytest.mark.parametrize(
    "column", [column if column in ON_BOTH else only_on_sqlite(column) for column in COLUMNS]
)
def test_each_address_answers_each_role_as_the_table_says(forger, clock, column):
    clock.set(newsroom.NOW)
    client, at = forger.client_of(column), COLUMNS.index(column)
    signed_in, watch = {name: morsel.value for name, morsel in client.cookies.items()}, Watch()

    wrong = {}
    for method, row in product(METHODS, ROWS):
        for address in in_turn(column, addresses(row.route, row.of, forger.things)):
            data = forger.posted(row.route, row.of, address) if method == "post" else {}
            client.cookies = SimpleCookie(signed_in)
            said = sign(*watch.over(partial(getattr(client, method), address, data)))
            if said != getattr(row, method)[at]:
                wrong[f"{method} {address} ({row.route}, {row.of})"] = said

    assert wrong == {}
