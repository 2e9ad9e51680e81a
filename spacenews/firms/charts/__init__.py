"""Drawings of series, as numbers for templates/parts/series_chart.html: one way in percent, the other in pixels.

Nothing is summed, averaged or converted. What has one unit may stand in one drawing, at most four series.
"""

from spacenews.firms.charts.choosing import drawn

__all__ = ["drawn"]
