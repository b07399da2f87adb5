"""Files of a county's office, uploaded and read, for the pages that show them."""

from tests.directory.imports.conftest import at_once, clerk, county, lead, uploaded

__all__ = ["at_once", "clerk", "county", "lead", "uploaded"]
