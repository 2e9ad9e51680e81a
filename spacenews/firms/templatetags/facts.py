"""How facts are printed: partial dates in words, numbers with the language's own scale."""

from django import template

from spacenews.firms.amounts import amount, number, scale
from spacenews.firms.partial_dates import label

register = template.Library()
register.filter("when", label)
register.filter("amount", amount)
register.filter("number", number)
register.filter("scale", scale)
