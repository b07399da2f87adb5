"""A workbook on its way into the ledger: read, compared, decided on, approved, written whole.

`reading` (a process of its own, which knows no Django) → `preview` (rows beside what stands) →
`choices` (what the clerk decides) → `steps` (put forward, approved, sent back) → `applying` (one
transaction). Nothing is imported here: the reading process starts with this package.
"""
