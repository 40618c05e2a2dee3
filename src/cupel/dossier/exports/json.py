"""The dossier as JSON: every record in full, in a fixed order, so that the same dossier gives the same bytes."""

from cupel.records.boundary import to_json
from cupel.records.dossier import Dossier


class JsonExport:
    """What programs read; its schema is docs/reference/schemas/dossier.json."""

    name = "JSON"
    file = "dossier.json"
    description = "All records of the dossier, for programs; the schema is printed by `cupel schema dossier`."

    def render(self, dossier: Dossier) -> bytes:
        """Serialise the dossier."""
        return to_json(dossier, indent=1) + b"\n"


EXPORT = JsonExport()
