"""The public read path: what stands between a reader's request and Django.

`lane.Lane` wraps Django's WSGI application (config/wsgi.py). It answers what it knows from kept
answers and from plain functions of the publication, and hands everything else on unchanged; the
heads of its answers are those that Django gave (docs/decisions/read-path.md).
"""
