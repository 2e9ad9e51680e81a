"""What Django itself costs: a view of one line behind the same server, layer and middleware as the site's pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bare")


urlpatterns = [path("", view)]
