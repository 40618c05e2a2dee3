"""The dossier as one HTML page that needs no network, no script and no other file."""

from cupel.dossier.page import render_page
from cupel.records.dossier import Dossier


class HtmlExport:
    """What people read, on a screen or printed."""

    name = "HTML"
    file = "index.html"
    description = "A self-contained page, readable offline and printed, light and dark."

    def render(self, dossier: Dossier) -> bytes:
        """Render the page."""
        return render_page(dossier).encode()


EXPORT = HtmlExport()
