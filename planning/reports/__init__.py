"""Reports of an answer: one content, as PDF, workbook, GeoPackage and a map of its own."""
