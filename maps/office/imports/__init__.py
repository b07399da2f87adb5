"""Importing a 名录清单 workbook, from the upload to the approval."""
